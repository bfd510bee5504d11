import { describe, expect, it } from "vitest";
import { z } from "zod";
import { loggedApp, ok } from "../apps.ts";
import { open, statusesIn, withServer } from "./raw-client.ts";

const smuggled = "GET /smuggled HTTP/1.1\r\nhost: a\r\n\r\n";
const ending = `0\r\n\r\n${smuggled}`;
/** A write with these fields, and everything after them. */
const write = (fields: string, rest: string, version = "1.1") =>
  `POST /echo HTTP/${version}\r\nhost: a\r\ncontent-type: application/json\r\n${fields}\r\n\r\n${rest}`;
const withLength = (fields: string) => write(fields, `{}${smuggled}`);
const chunked = (rest: string) => write("transfer-encoding: chunked", rest);
const coded = (fields: string) => write(fields, ending);
const read = (head: string) => `${head}\r\n\r\n${smuggled}`;

/** In each of them a second request hides from one of two readers who do not agree where the first ends, or whose it is. */
const shapes: Record<string, Record<string, string>> = {
  "Content-Length with Transfer-Encoding": {
    "the length first": coded("content-length: 6\r\ntransfer-encoding: chunked"),
    "the coding first": coded("transfer-encoding: chunked\r\ncontent-length: 6"),
    "a length of nothing": coded("content-length: 0\r\ntransfer-encoding: chunked"),
    "in HTTP/1.0": write("content-length: 2\r\ntransfer-encoding: chunked", ending, "1.0"),
  },
  "Content-Length": {
    "two that differ": withLength("content-length: 2\r\ncontent-length: 40"),
    "two that agree": withLength("content-length: 2\r\ncontent-length: 2"),
    "a list": withLength("content-length: 2, 2"),
    "a sign": withLength("content-length: +2"),
    negative: withLength("content-length: -2"),
    hexadecimal: withLength("content-length: 0x2"),
    "with a unit": withLength("content-length: 2b"),
    "two numbers": withLength("content-length: 2 2"),
    empty: withLength("content-length:"),
    "beyond 64 bits": withLength("content-length: 18446744073709551618"),
    "behind a vertical tab": withLength("content-length:\x0b2"),
    "before a colon with a space": withLength("content-length : 2"),
  },
  "Transfer-Encoding": {
    "in HTTP/1.0": write("transfer-encoding: chunked", ending, "1.0"),
    unknown: coded("transfer-encoding: xchunked"),
    identity: coded("transfer-encoding: identity"),
    "chunked, then identity": coded("transfer-encoding: chunked, identity"),
    "identity, then chunked": coded("transfer-encoding: identity, chunked"),
    "gzip, then chunked": coded("transfer-encoding: gzip, chunked"),
    "chunked twice": coded("transfer-encoding: chunked, chunked"),
    "chunked on two lines": coded("transfer-encoding: chunked\r\ntransfer-encoding: chunked"),
    "identity on a line before": coded("transfer-encoding: identity\r\ntransfer-encoding: chunked"),
    "identity on a line after": coded("transfer-encoding: chunked\r\ntransfer-encoding: identity"),
    "an empty member": coded("transfer-encoding: ,chunked"),
    "an empty member at the end": coded("transfer-encoding: chunked,"),
    quoted: coded('transfer-encoding: "chunked"'),
    "with a parameter": coded("transfer-encoding: chunked;q=1"),
    empty: coded("transfer-encoding:"),
    "behind a vertical tab": coded("transfer-encoding:\x0bchunked"),
    "on a folded line": coded("transfer-encoding:\r\n chunked"),
    "before a colon with a space": coded("transfer-encoding : chunked"),
  },
  "the ends of lines and fields": {
    "line feeds alone": withLength("content-length: 2").replaceAll("\r\n", "\n"),
    "one line feed alone": withLength("x: y\ncontent-length: 2"),
    "a line feed before the end of the head": withLength("content-length: 2").replace("\r\n\r\n", "\r\n\n"),
    "a carriage return alone": withLength("x: y\rcontent-length: 2"),
    "obs-fold by a space": withLength("x: y\r\n content-length: 2"),
    "obs-fold by a tab": withLength("x: y\r\n\tcontent-length: 2"),
    "obs-fold of the first field": read("GET / HTTP/1.1\r\n host: a"),
    "NUL in a value": withLength("x: \0\r\ncontent-length: 2"),
    "a control character in a value": withLength("x: \x01\r\ncontent-length: 2"),
    "NUL in a name": withLength("x\0: y\r\ncontent-length: 2"),
    "a space in a name": withLength("x y: z\r\ncontent-length: 2"),
    "no name": withLength(": y\r\ncontent-length: 2"),
    "no colon": withLength("x\r\ncontent-length: 2"),
  },
  Host: {
    none: read("GET / HTTP/1.1"),
    two: read("GET / HTTP/1.1\r\nhost: a\r\nhost: b"),
    "two that agree": read("GET / HTTP/1.1\r\nhost: a\r\nhost: a"),
    "a list": read("GET / HTTP/1.1\r\nhost: a, b"),
    "a path": read("GET / HTTP/1.1\r\nhost: a/smuggled"),
    "a user": read("GET / HTTP/1.1\r\nhost: a@b"),
    "a space before the colon": read("GET / HTTP/1.1\r\nhost : a"),
  },
  chunks: {
    "a size with 0x": chunked(`0x2\r\n{}\r\n${ending}`),
    "a negative size": chunked(`-2\r\n{}\r\n${ending}`),
    "a size with a sign": chunked(`+2\r\n{}\r\n${ending}`),
    "a size with a space": chunked(`2 \r\n{}\r\n${ending}`),
    "a size beyond 64 bits": chunked(`10000000000000002\r\n{}\r\n${ending}`),
    "an empty size": chunked(`\r\n{}\r\n${ending}`),
    "line feeds alone": chunked(`2\n{}\n${ending.replaceAll("\r\n", "\n")}`),
    "a line feed in an extension": chunked(`2;\nxx\r\n{}\r\n${ending}`),
    "an extension of 20 KB": chunked(`2;${"a".repeat(20_000)}\r\n{}\r\n${ending}`),
    "content that goes on": chunked(`2\r\n{}XX${ending}`),
    "no end after the last": chunked(`2\r\n{}\r\n0\r\n${smuggled}`),
    "a length in the trailer": chunked(`2\r\n{}\r\n0\r\ncontent-length: 36\r\n\r\n${smuggled}`),
    "a coding in the trailer": chunked(`2\r\n{}\r\n0\r\ntransfer-encoding: chunked\r\n\r\n${smuggled}`),
  },
  "the request line": {
    "no version (HTTP/0.9)": `GET /\r\n${smuggled}`,
    "HTTP/2.0": read("GET / HTTP/2.0\r\nhost: a"),
    "HTTP/1.2": read("GET / HTTP/1.2\r\nhost: a"),
    "HTTP/1.10": read("GET / HTTP/1.10\r\nhost: a"),
    "the preface of HTTP/2": `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${smuggled}`,
    "a space in the target": read("GET /a b HTTP/1.1\r\nhost: a"),
    "a fragment in the target": read("GET /#/a HTTP/1.1\r\nhost: a"),
    "a control character in the target": read("GET /\x01 HTTP/1.1\r\nhost: a"),
    tabs: read("GET\t/\tHTTP/1.1\r\nhost: a"),
    CONNECT: read("CONNECT a:80 HTTP/1.1\r\nhost: a"),
  },
};

const table = Object.entries(shapes).flatMap(([group, rows]) =>
  Object.entries(rows).map(([name, bytes]): [string, string] => [`${group}: ${name}`, bytes]),
);

function watchedApp() {
  const { app, lines } = loggedApp({ env: "test" });
  let reached = 0;
  app
    .get("/", { responses: ok }, () => ({ status: 200, body: "root" }))
    .get("/smuggled", { responses: ok }, () => {
      reached += 1;
      return { status: 200 };
    })
    .post("/echo", { request: { body: z.json() }, responses: ok }, ({ body }) => ({ status: 200, body }));
  return { app, lines, reached: () => reached };
}

describe("refused, with nothing behind it heard, on a connection that ends", () => {
  it.each(table)("%s", async (_, bytes) => {
    const { app, lines, reached } = watchedApp();
    await withServer(app, async ({ port }) => {
      const connection = await open(port);
      connection.send(Buffer.from(bytes, "latin1"));
      const statuses = statusesIn(await connection.closed());
      // to CONNECT there is no answer that a client could take for a tunnel
      expect([[400], [501], [505], [431], [413], []]).toContainEqual(statuses);
      expect(reached()).toBe(0);
    });
    expect(lines.filter(({ level }) => level === "error" || level === "fatal")).toEqual([]);
  });
});

describe("heard in full, because both readers agree", () => {
  it.each<[string, string, number[]]>([
    ["two requests", read("GET / HTTP/1.1\r\nhost: a"), [200, 200]],
    ["a length", withLength("content-length: 2"), [200, 200]],
    ["chunks", chunked(`2\r\n{}\r\n${ending}`), [200, 200]],
    ["chunks in capitals", write("Transfer-Encoding: CHUNKED", `2\r\n{}\r\n${ending}`), [200, 200]],
    ["a chunk with an extension", chunked(`2;a=b\r\n{}\r\n${ending}`), [200, 200]],
    ["a trailer", chunked(`2\r\n{}\r\n0\r\nx: y\r\n\r\n${smuggled}`), [200, 200]],
    ["HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n", [200]],
  ])("%s", async (_, bytes, statuses) => {
    const { app } = watchedApp();
    await withServer(app, async ({ port }) => {
      const connection = await open(port);
      connection.send(Buffer.from(bytes, "latin1"));
      await expect.poll(() => statusesIn(connection.received())).toEqual(statuses);
      connection.socket.destroy();
    });
  });
});

it("a response that ends the connection is the last: what is pipelined behind it does not run", async () => {
  const { app, reached } = watchedApp();
  app.get("/bye", { responses: ok }, () => ({ status: 200, headers: { connection: "close" } }));
  await withServer(app, async ({ port }) => {
    const connection = await open(port);
    connection.send(read("GET /bye HTTP/1.1\r\nhost: a"));
    expect(statusesIn(await connection.closed())).toEqual([200]);
    expect(reached()).toBe(0);
  });
});
