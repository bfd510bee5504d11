import { request } from "node:http";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { App } from "../../../../templates/packages/core/src/index.ts";
import { BootGuardError, bearerAuth } from "../../../../templates/packages/core/src/index.ts";
import { serve } from "../../../../templates/packages/core/src/node/index.ts";
import { hello, later, loggedApp, ok, quietApp, secureHeaderNames } from "../apps.ts";
import { exchange, open, statusesIn, withServer } from "./raw-client.ts";

function signalled(): { promise: Promise<void>; resolve(): void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve: () => resolve() };
}

function echoApp(options: object = {}): App {
  return quietApp({ env: "test", ...options })
    .get("/", { responses: ok }, hello)
    .get(
      "/books/:id",
      { request: { params: z.object({ id: z.string() }) }, responses: ok },
      ({ params }) => ({
        status: 200,
        body: params.id,
      }),
    )
    .get("/head", { responses: ok }, ({ head }) => ({
      status: 200,
      body: { url: head.url, path: head.path, headers: [...head.headers] },
    }))
    .get("/request", { responses: ok }, ({ request: { url } }) => ({ status: 200, body: url }))
    .post("/echo", { request: { body: z.json() }, responses: ok }, ({ body }) => ({ status: 200, body }))
    .get("/slow", { responses: ok }, () => later({ status: 200 as const, body: "slow" }, 60));
}

const get = (path: string, extra = "") =>
  `GET ${path} HTTP/1.1\r\nhost: a\r\n${extra}connection: close\r\n\r\n`;
const post = (body: string, extra = "") =>
  `POST /echo HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${extra}\r\n${body}`;

it("hooks that come to their end after the last time limit send nothing: one answer for each request", async () => {
  const finish: (() => void)[] = [];
  const late = () => new Promise<void>((resolve) => finish.push(resolve));
  const app = quietApp({ env: "test", requestTimeoutMs: 60 })
    .get("/hangs", { responses: ok, hooks: { onSend: late } }, async () => {
      await late();
      return { status: 200 as const, body: "too late" };
    })
    .get("/", { responses: ok }, hello);
  await withServer(app, async ({ port }) => {
    const connection = await open(port);
    connection.send("GET /hangs HTTP/1.1\r\nhost: a\r\n\r\n");
    await connection.until(/HTTP\/1.1 503 [\s\S]*}$/);
    for (const one of finish) one();
    await later(undefined, 20);
    connection.send("GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    const text = await connection.closed();
    expect(statusesIn(text)).toEqual([503, 200]);
    expect(text).toMatch(/hello$/);
    expect(text).not.toContain("too late");
  });
});

describe("requests as bytes", () => {
  it.each<[string, string, number[], RegExp?]>([
    ["a plain one", get("/"), [200], /hello$/],
    ["HTTP/1.0 without Host", "GET /head HTTP/1.0\r\n\r\n", [200], /http:\/\/localhost\/head/],
    ["the absolute form", get("http://other.example/books/7?x=1"), [200], /7$/],
    ["the absolute form without a path", get("http://other.example"), [200], /hello$/],
    [
      "a path that hides in the query of an absolute form",
      get("http://other.example?x=/books/7"),
      [200],
      /hello$/,
    ],
    ["OPTIONS *", "OPTIONS * HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n", [400]],
    ["two at once", `GET / HTTP/1.1\r\nhost: a\r\n\r\n${get("/books/7")}`, [200, 200], /hello[\s\S]*7$/],
    [
      "a slow one before a fast one",
      `GET /slow HTTP/1.1\r\nhost: a\r\n\r\n${get("/")}`,
      [200, 200],
      /slow[\s\S]*hello$/,
    ],
    [
      "chunks",
      "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n3\r\n[1,\r\n2\r\n2]\r\n0\r\n\r\n",
      [200],
      /\[1,2\]$/,
    ],
    [
      "chunks over the cap",
      `POST /echo HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n${`2000\r\n${"1".repeat(0x2000)}\r\n`.repeat(9)}0\r\n\r\n`,
      [413],
    ],
    [
      "a length that is longer than the body",
      "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}trailing",
      [200],
      /\{\}$/,
    ],
    ["noise", "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", [400], /application\/problem\+json[\s\S]*bad-request/],
    ["a header without a colon", "GET / HTTP/1.1\r\nhost a\r\n\r\n", [400]],
    ["a space before the colon", "GET / HTTP/1.1\r\nhost : a\r\n\r\n", [400]],
    ["a folded header", "GET / HTTP/1.1\r\nhost: a\r\nx: 1\r\n 2\r\n\r\n", [400]],
    [
      "two lengths",
      "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
      [400],
    ],
    [
      "a length and chunks",
      "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
      [400],
    ],
    ["a length that is none", "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n", [400]],
    [
      "a chunk that lies",
      "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
      [400],
    ],
    ["20 KiB of headers", get("/", `x: ${"a".repeat(20_000)}\r\n`), [431], /problem\+json/],
    ["101 headers", get("/", "x: 1\r\n".repeat(101)), [431], /problem\+json/],
    ["NUL in the path", get("/\0"), [400]],
    ["no Host", "GET / HTTP/1.1\r\nconnection: close\r\n\r\n", [400]],
    ["a method nobody knows", "BREW / HTTP/1.1\r\nhost: a\r\n\r\n", [400]],
    ["an expectation nobody meets", get("/", "expect: magic\r\n"), [417]],
    ["an upgrade that nobody offers", get("/", "upgrade: h2c\r\nconnection: upgrade\r\n"), [200]],
  ])("%s", async (_, bytes, statuses, pattern) => {
    await withServer(echoApp(), async ({ port }) => {
      const received = await exchange(port, Buffer.from(bytes, "latin1"));
      expect(statusesIn(received)).toEqual(statuses);
      if (pattern) expect(received).toMatch(pattern);
    });
  });

  it.each(["a b", "a/b", "a?b", "a#b", "b@a", "[::1", "a:b", "<script>", "a, b", "", "a\r\nhost: b"])(
    "a Host of %j is refused before anything reads it",
    async (host) => {
      await withServer(echoApp(), async ({ port }) => {
        const request = `GET /head HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`;
        expect(statusesIn(await exchange(port, request))).toEqual([400]);
      });
    },
  );

  it.each(["a", "a_b.example:80", "192.0.2.1", "[2001:db8::1]:8080", "EXAMPLE.com."])(
    "a Host of %j is one",
    async (host) => {
      await withServer(echoApp(), async ({ port }) => {
        const request = `GET /head HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`;
        expect(statusesIn(await exchange(port, request))).toEqual([200]);
      });
    },
  );

  it("repeated headers are joined, cookies by a semicolon", async () => {
    await withServer(echoApp(), async ({ port }) => {
      const received = await exchange(
        port,
        get("/head", "X-A: 1\r\nx-a: 2\r\nCookie: a=1\r\ncookie: b=2\r\n"),
      );
      expect(received).toContain('["x-a","1, 2"],["cookie","a=1; b=2"]');
    });
  });

  it("every answer has the secure headers, a date and a length", async () => {
    await withServer(echoApp(), async ({ port }) => {
      for (const path of ["/", "/missing", "/%zz"]) {
        const response = await fetch(`http://127.0.0.1:${port}${path}`);
        for (const name of [...secureHeaderNames, "date", "content-length", "x-request-id"]) {
          expect(response.headers.has(name)).toBe(true);
        }
        await response.text();
      }
    });
  });

  it("HEAD is GET without the content", async () => {
    await withServer(echoApp(), async ({ port }) => {
      const received = await exchange(port, get("/").replace("GET", "HEAD"));
      expect(received).toMatch(/content-length: 5\r\n/);
      expect(received).toMatch(/\r\n\r\n$/);
    });
  });
});

describe("bodies", () => {
  it("a 413 is seen in full by a client that sends 20 MiB before it reads", async () => {
    await withServer(echoApp(), async ({ port }) => {
      const [status, body] = await new Promise<[number | undefined, string]>((resolve, reject) => {
        const headers = { "content-type": "application/json", "content-length": 20 * 2 ** 20 };
        const sending = request({ port, method: "POST", path: "/echo", headers }, (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (chunk) => {
            text += chunk;
          });
          response.on("end", () => resolve([response.statusCode, text]));
        });
        // once the answer is there, the server may stop listening
        sending.on("error", reject);
        sending.end(Buffer.alloc(20 * 2 ** 20, 0x31));
      });
      expect(status).toBe(413);
      expect(JSON.parse(body)).toMatchObject({ status: 413 });
    });
  });

  it("a client that goes on sending after its 413 is cut off", async () => {
    await withServer(echoApp(), async ({ port }) => {
      const connection = await open(port);
      connection.send(
        "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n",
      );
      const chunk = `10000\r\n${"1".repeat(0x10000)}\r\n`;
      let sent = 0;
      while (!connection.socket.destroyed && sent < 2000) {
        connection.send(chunk);
        sent++;
        await later(0, 1);
      }
      expect(connection.received()).toContain("413");
      expect(sent).toBeLessThan(1000);
    });
  });

  it("the connection can be used again after a 413 whose body came in full", async () => {
    await withServer(echoApp(), async ({ port }) => {
      const connection = await open(port);
      connection.send(post(`"${"x".repeat(100_000)}"`));
      await connection.until(/413[\s\S]*\}$/);
      connection.send(post('"again"', "connection: close\r\n"));
      expect(statusesIn(await connection.closed())).toEqual([413, 200]);
    });
  });

  it("Expect: 100-continue is answered, and the body read", async () => {
    await withServer(echoApp(), async ({ port }) => {
      const connection = await open(port);
      connection.send(post("[1]", "expect: 100-continue\r\nconnection: close\r\n").slice(0, -3));
      await connection.until(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
      connection.send("[1]");
      expect(statusesIn(await connection.closed())).toEqual([100, 200]);
    });
  });

  it("a body that comes too slowly is a 408 on a connection that ends", async () => {
    await withServer(echoApp({ requestTimeoutMs: 80 }), async ({ port }) => {
      const connection = await open(port);
      connection.send(post("[1,2,3]").slice(0, -3));
      await connection.until(/^HTTP\/1\.1 408[\s\S]*connection: close/i);
      connection.socket.end();
      expect(statusesIn(await connection.closed())).toEqual([408]);
    });
  });

  it("a handler that is too slow is a 503, and the connection lives", async () => {
    await withServer(echoApp({ requestTimeoutMs: 20 }), async ({ port }) => {
      const connection = await open(port);
      connection.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n");
      await connection.until(/503[\s\S]*\}$/);
      connection.send(get("/"));
      expect(statusesIn(await connection.closed())).toEqual([503, 200]);
    });
  });

  it("a body that nobody reads does not get in the way of the next request", async () => {
    await withServer(echoApp(), async ({ port }) => {
      const connection = await open(port);
      const body = "x".repeat(200_000);
      connection.send(`GET / HTTP/1.1\r\nhost: a\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
      connection.send(get("/books/7"));
      expect(statusesIn(await connection.closed())).toEqual([200, 200]);
    });
  });

  it("ctx.request and a validated body are the same bytes", async () => {
    const app = quietApp({ env: "test" }).use({
      async preBody(context) {
        context.state["raw"] = await context.request.clone().text();
      },
    });
    app.post(
      "/echo",
      { request: { body: z.json() }, responses: ok },
      async ({ body, state, request: again }) => ({
        status: 200,
        body: [body, state["raw"], await again.text()],
      }),
    );
    await withServer(app, async ({ port }) => {
      expect(await exchange(port, post("[1]", "connection: close\r\n"))).toMatch(
        /\[\[1\],"\[1\]","\[1\]"\]$/,
      );
    });
  });
});

describe("a client that goes away", () => {
  it("in the middle of its body is forgotten", async () => {
    const { app, lines } = loggedApp({ env: "test" });
    app.post("/echo", { request: { body: z.json() }, responses: ok }, hello);
    await withServer(app, async ({ port }) => {
      const connection = await open(port);
      connection.send(post("[1,2,3]").slice(0, -3));
      await later(0, 20);
      connection.socket.destroy();
      await later(0, 30);
      expect(await exchange(port, post("[1]", "connection: close\r\n"))).toMatch(/200 OK/);
    });
    expect(lines.filter((line) => line.level === "error")).toEqual([]);
  });

  it("before its body was asked for is noticed, even without a time limit", async () => {
    const seen: unknown[] = [];
    const app = quietApp({ env: "test", requestTimeoutMs: 0 }).use({
      preBody: () => later(undefined, 60),
      onError(error) {
        seen.push((error as { status: number }).status);
      },
    });
    app.post("/echo", { request: { body: z.json() }, responses: ok }, hello);
    await withServer(app, async ({ port }) => {
      const connection = await open(port);
      connection.send(post("[1,2,3]").slice(0, -3));
      await later(0, 20);
      connection.socket.destroy();
      await later(0, 100);
    });
    expect(seen).toEqual([400]);
  });

  it("while the handler works aborts ctx.signal, also when it is touched late", async () => {
    const seen: boolean[] = [];
    let begun = signalled();
    let gone = signalled();
    const app = quietApp({ env: "test" }).get("/:when", { responses: ok }, async (context) => {
      const signal = context.head.path === "/early" ? context.signal : undefined;
      begun.resolve();
      await gone.promise;
      seen.push((signal ?? context.signal).aborted);
      return { status: 200 };
    });
    await withServer(app, async ({ port }) => {
      for (const [at, path] of ["/early", "/late"].entries()) {
        [begun, gone] = [signalled(), signalled()];
        const connection = await open(port);
        connection.send(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`);
        await begun.promise;
        connection.socket.destroy();
        // the server hears of it later than the client
        await later(0, 100);
        gone.resolve();
        await vi.waitFor(() => expect(seen).toHaveLength(at + 1));
      }
    });
    expect(seen).toEqual([true, true]);
  });

  it("in the middle of a stream cancels it, and the stream never runs ahead of the client", async () => {
    let pulled = 0;
    let cancelled = false;
    const app = quietApp({ env: "test" }).get("/", { responses: ok }, () => ({
      status: 200,
      body: new ReadableStream<Uint8Array>({
        pull(controller) {
          pulled++;
          controller.enqueue(new Uint8Array(65_536));
        },
        cancel() {
          cancelled = true;
        },
      }),
    }));
    await withServer(app, async ({ port }) => {
      const connection = await open(port);
      connection.socket.pause();
      connection.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
      await later(0, 100);
      const before = pulled;
      await later(0, 50);
      expect(pulled).toBe(before);
      connection.socket.destroy();
      await later(0, 50);
      expect(cancelled).toBe(true);
    });
  });
});

describe("streams", () => {
  it("send their headers before the first byte", async () => {
    const asked = signalled();
    const app = quietApp({ env: "test" }).get("/", { responses: ok }, () => ({
      status: 200,
      headers: { "content-type": "text/event-stream" },
      body: new ReadableStream({
        async start(controller) {
          await asked.promise;
          controller.close();
        },
      }),
    }));
    await withServer(app, async ({ port }) => {
      const connection = await open(port);
      connection.send(get("/"));
      await connection.until(/text\/event-stream[\s\S]*\r\n\r\n/);
      asked.resolve();
      await connection.closed();
    });
  });

  it("that break off break the connection off, so that nobody takes half for the whole, and are logged", async () => {
    const { app, lines } = loggedApp({ env: "test" });
    app.get("/", { responses: ok }, () => ({
      status: 200,
      body: new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode("half"));
          setTimeout(() => controller.error(new Error("the disk went")), 20);
        },
      }),
    }));
    await withServer(app, async ({ port }) => {
      const received = await exchange(port, get("/"));
      expect(received).toContain("half");
      expect(received).not.toMatch(/\r\n0\r\n\r\n$/);
    });
    expect(JSON.stringify(lines)).toContain("the disk went");
  });

  it("of text that is none are an error, not a crash", async () => {
    const body = () => new ReadableStream({ start: (controller) => controller.enqueue({ not: "bytes" }) });
    const app = quietApp({ env: "test" }).get("/", { responses: ok }, () => ({ status: 200, body: body() }));
    await withServer(app, async ({ port }) => {
      await exchange(port, get("/"));
      expect(statusesIn(await exchange(port, get("/missing")))).toEqual([404]);
    });
  });

  it("are not cut into by the answer to garbage that comes behind their request", async () => {
    const sent = signalled();
    const app = quietApp({ env: "test" }).get("/", { responses: ok }, () => ({
      status: 200,
      body: new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode("first"));
          sent.promise.then(() => {
            controller.enqueue(new TextEncoder().encode(" and last"));
            controller.close();
          });
        },
      }),
    }));
    await withServer(app, async ({ port }) => {
      const connection = await open(port);
      connection.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
      await connection.until(/first/);
      connection.send("\x16\x03\x01garbage\r\n\r\n");
      await later(0, 100);
      sent.resolve();
      const received = await connection.closed();
      expect(statusesIn(received)).toEqual([200]);
      expect(received).toMatch(/ and last\r\n0\r\n\r\n$/);
    });
  });
});

it("a hook that makes nonsense of the response takes its own request down, not the process", async () => {
  const { app, lines } = loggedApp({ env: "test" });
  app.get(
    "/nonsense",
    {
      responses: ok,
      hooks: {
        onSend(response) {
          response.status = 99;
        },
      },
    },
    hello,
  );
  app.get("/", { responses: ok }, hello);
  await withServer(app, async ({ port }) => {
    await exchange(port, get("/nonsense"));
    expect(statusesIn(await exchange(port, get("/")))).toEqual([200]);
  });
  expect(lines.some((line) => line.msg === "The response could not be sent")).toBe(true);
});

describe("hostile requests", () => {
  const piece = fc.constantFrom(
    ..."/ : ? # % %2e%2e %00 %zz .. * books echo a \\ é \t http:// @ [ ] & = toString __proto__ ,".split(" "),
  );
  const path = fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join("")}`);
  const method = fc.constantFrom("GET", "POST", "HEAD", "OPTIONS", "DELETE", "PATCH", "PROPFIND", "TRACE");
  const value = fc.constantFrom(
    "a",
    "null",
    "*",
    "application/json",
    "Bearer x",
    ",",
    "a,b",
    "-1",
    "1e9",
    "bytes=0-",
  );
  const names = [
    "origin",
    "host",
    "content-type",
    "authorization",
    "accept",
    "cookie",
    "x-request-id",
    "sec-fetch-site",
    "access-control-request-method",
    "x-forwarded-for",
    "range",
  ];
  const headers = fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 6 });
  const body = fc.oneof(fc.json(), fc.string(), fc.constantFrom("", "{", "\uFEFF{}", '{"__proto__":{}}'));

  it("never bring a 500, a crash or silence to the Node server", async () => {
    await withServer(echoApp(), async ({ port }) => {
      await fc.assert(
        fc.asyncProperty(method, path, headers, body, async (verb, target, fields, content) => {
          const lines = fields.map(([name, one]) => `${name}: ${one}\r\n`).join("");
          const bytes = Buffer.from(content);
          const head = `${verb} ${target} HTTP/1.1\r\nhost: a\r\n${lines}content-length: ${bytes.length}\r\nconnection: close\r\n\r\n`;
          const received = await exchange(port, Buffer.concat([Buffer.from(head), bytes]));
          const [status] = statusesIn(received);
          expect(status).toBeGreaterThanOrEqual(200);
          expect(status).toBeLessThan(500);
        }),
        { numRuns: 200 },
      );
    });
  });

  it("in bytes of any kind get an answer or a closed connection", async () => {
    await withServer(echoApp(), async ({ port }) => {
      const noise = fc.uint8Array({ minLength: 1, maxLength: 200 });
      await fc.assert(
        fc.asyncProperty(noise, fc.boolean(), async (bytes, asBody) => {
          const head = Buffer.from(
            asBody ? "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n" : "",
          );
          const connection = await open(port);
          connection.send(Buffer.concat([head, bytes]));
          connection.socket.end("\r\n\r\n");
          const received = await connection.closed();
          for (const status of statusesIn(received)) expect(status).toBeLessThan(500);
        }),
        { numRuns: 100 },
      );
    });
  });

  it("never bring a 500 or a rejection through app.request either", async () => {
    const app = echoApp();
    await fc.assert(
      fc.asyncProperty(method, path, headers, body, async (verb, target, fields, content) => {
        let sent: Request;
        try {
          const init: RequestInit = { method: verb, headers: fields };
          if (verb !== "GET" && verb !== "HEAD") init.body = content;
          sent = new Request(new URL(target, "http://localhost"), init);
        } catch {
          return; // nothing that a Request can hold
        }
        const response = await app.fetch(sent);
        expect(response.status).toBeLessThan(500);
        expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      }),
      { numRuns: 500 },
    );
  });
});

describe("starting", () => {
  it("an app that is refused rejects, never listens and never starts", async () => {
    let started = false;
    const app = quietApp().post("/", { responses: ok }, hello);
    app.onStart(() => {
      started = true;
    });
    const probe = await serve(quietApp(), { port: 0, hostname: "127.0.0.1", handleSignals: false });
    await probe.close();
    await expect(serve(app, { port: probe.port, hostname: "127.0.0.1" })).rejects.toThrow(BootGuardError);
    await expect(open(probe.port)).rejects.toThrow("ECONNREFUSED");
    expect(started).toBe(false);
  });

  it("waits for onStart, in order, and does not listen when one fails", async () => {
    const seen: string[] = [];
    const app = echoApp()
      .onStart(() => later(undefined, 20).then(() => seen.push("first")))
      .onStart(() => seen.push("second"));
    await withServer(app, async () => expect(seen).toEqual(["first", "second"]));
    const failing = echoApp().onStart(() => Promise.reject(new Error("no database")));
    await expect(serve(failing, { port: 0, handleSignals: false })).rejects.toThrow("no database");
  });

  it("a port that is taken is named", async () => {
    await withServer(echoApp(), async ({ port }) => {
      const again = serve(echoApp(), { port, hostname: "127.0.0.1", handleSignals: false });
      await expect(again).rejects.toMatchObject({
        code: "EADDRINUSE",
        message: expect.stringContaining(String(port)),
      });
    });
  });

  it("authentication and limits are asked before the body is read", async () => {
    const app = quietApp().use(bearerAuth({ validate: () => true }));
    app.post("/echo", { request: { body: z.json() }, responses: ok }, hello);
    await withServer(app, async ({ port }) => {
      const connection = await open(port);
      connection.send(
        "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{",
      );
      await connection.until(/^HTTP\/1\.1 401/);
      connection.socket.destroy();
    });
  });
});

describe("stopping", () => {
  it("lets what is under way finish, closes what is idle and refuses what is new", async () => {
    const app = echoApp().readinesscheck();
    const server = await serve(app, { port: 0, hostname: "127.0.0.1", handleSignals: false });
    const idle = await open(server.port);
    idle.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    await idle.until(/hello$/);
    const busy = await open(server.port);
    busy.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n");
    await later(0, 20);
    const closing = server.close();
    await idle.closed();
    await expect(open(server.port)).rejects.toThrow("ECONNREFUSED");
    const received = await busy.closed();
    expect(received).toMatch(/connection: close[\s\S]*slow$/i);
    await closing;
    expect((await app.request("/readyz")).status).toBe(503);
  });

  it("says so in readiness from the first moment, not only at the end", async () => {
    const app = quietApp({ env: "test" }).readinesscheck();
    let during = 0;
    app.get("/slow", { responses: ok }, async () => {
      await later(0, 50);
      during = (await app.request("/readyz")).status;
      return { status: 200 };
    });
    const server = await serve(app, { port: 0, hostname: "127.0.0.1", handleSignals: false });
    const busy = await open(server.port);
    busy.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n");
    await later(0, 20);
    await server.close();
    expect(during).toBe(503);
  });

  it("cuts off what takes longer than the grace, and runs onShutdown once", async () => {
    let stopped = 0;
    const app = quietApp({ env: "test" })
      .get("/", { responses: ok }, () => new Promise<never>(() => {}))
      .onShutdown(() => {
        stopped++;
      });
    const server = await serve(app, {
      port: 0,
      hostname: "127.0.0.1",
      handleSignals: false,
      shutdownGraceMs: 50,
    });
    const hanging = await open(server.port);
    hanging.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    await later(0, 20);
    const start = performance.now();
    await Promise.all([server.close(), server.close(), hanging.closed()]);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(stopped).toBe(1);
  });

  it("leaves no signal handler behind", async () => {
    const before = process.listenerCount("SIGTERM");
    const server = await serve(echoApp(), { port: 0, hostname: "127.0.0.1" });
    expect(process.listenerCount("SIGTERM")).toBe(before + 1);
    await server.close();
    expect(process.listenerCount("SIGTERM")).toBe(before);
  });
});
