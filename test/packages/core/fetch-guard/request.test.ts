import type { IncomingMessage } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { fetchGuard } from "../../../../templates/packages/core/src/fetch-guard/fetch-guard.ts";
import { resolverOf, Servers } from "./servers.ts";

const servers = new Servers();
afterEach(() => servers.closeAll());

const resolve = resolverOf({ "api.test": ["127.0.0.1"], "both.test": ["127.0.0.2", "127.0.0.1"] });
const guarded = fetchGuard({ allowLoopback: true, resolve });

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Answers with what it received. */
const echo = () =>
  servers.http(async (request, response) => {
    const body = await bodyOf(request);
    const { method, url, headers, httpVersion } = request;
    response.end(
      JSON.stringify({ method, url, headers, httpVersion, body: body.toString("base64"), size: body.length }),
    );
  });

interface Echo {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  size: number;
}

async function exchange(url: string, init?: RequestInit): Promise<Echo> {
  return (await guarded(url, init)).json() as Promise<Echo>;
}

describe("a request", () => {
  it("keeps the host, the path and the query, and drops the fragment", async () => {
    const { port } = await echo();
    const seen = await exchange(`http://API.test:${port}/a%20b/?q=1&r=%2F#secret`);
    expect(seen).toMatchObject({ method: "GET", url: "/a%20b/?q=1&r=%2F", size: 0 });
    expect(seen.headers).toMatchObject({ host: `api.test:${port}`, accept: "*/*", connection: "close" });
    expect(seen.headers["accept-encoding"]).toBe("gzip, deflate, br");
  });

  it("takes a string, a URL and a Request, and the members of init over those of the Request", async () => {
    const { port } = await echo();
    const url = `http://api.test:${port}/`;
    const request = new Request(url, { method: "PUT", headers: { "x-a": "1" }, body: "from request" });
    const seen = (await (await guarded(request)).json()) as Echo;
    expect(seen).toMatchObject({ method: "PUT", body: Buffer.from("from request").toString("base64") });
    expect(seen.headers["x-a"]).toBe("1");
    const other = new Request(url, { method: "PUT", body: "from request" });
    const overridden = (await (await guarded(other, { method: "POST", body: "from init" })).json()) as Echo;
    expect(overridden).toMatchObject({ method: "POST", body: Buffer.from("from init").toString("base64") });
    expect((await guarded(new URL(url))).status).toBe(200);
  });

  it.each([
    ["a string", () => "grüße", "grüße", "text/plain;charset=UTF-8"],
    ["bytes", () => new Uint8Array([104, 105]), "hi", undefined],
    ["an ArrayBuffer", () => new Uint8Array([104, 105]).buffer, "hi", undefined],
    [
      "form fields",
      () => new URLSearchParams({ a: "1 2" }),
      "a=1+2",
      "application/x-www-form-urlencoded;charset=UTF-8",
    ],
    ["a Blob", () => new Blob(["hi"], { type: "text/x" }), "hi", "text/x"],
    ["nothing", () => "", "", "text/plain;charset=UTF-8"],
  ])("sends %s with its length", async (_name, body, expected, type) => {
    const { port } = await echo();
    const seen = await exchange(`http://api.test:${port}/`, { method: "POST", body: body() });
    expect(Buffer.from(seen.body, "base64").toString()).toBe(expected);
    expect(seen.headers["content-type"]).toBe(type);
    expect(seen.headers["content-length"]).toBe(String(Buffer.byteLength(expected)));
    expect(seen.headers["transfer-encoding"]).toBeUndefined();
  });

  it("sends a form with the boundary that its content type names", async () => {
    const { port } = await echo();
    const form = new FormData();
    form.set("a", "1");
    form.set("file", new Blob(["content"]), "name.txt");
    const seen = await exchange(`http://api.test:${port}/`, { method: "POST", body: form });
    const parsed = await new Response(Buffer.from(seen.body, "base64"), {
      headers: { "content-type": seen.headers["content-type"] ?? "" },
    }).formData();
    expect(parsed.get("a")).toBe("1");
    expect(await (parsed.get("file") as File).text()).toBe("content");
  });

  it("streams a body as it is produced", async () => {
    let onFirst = () => {};
    const firstArrived = new Promise<void>((resume) => {
      onFirst = resume;
    });
    const { port } = await servers.http(async (request, response) => {
      request.once("data", () => onFirst());
      response.end((await bodyOf(request)).toString());
    });
    let count = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        // The server has the first chunk before the second exists.
        if (count++ > 0) await firstArrived;
        controller.enqueue(new TextEncoder().encode(`part ${count};`));
        if (count === 2) controller.close();
      },
    });
    const init: RequestInit = { method: "POST", body, duplex: "half" };
    expect(await (await guarded(`http://api.test:${port}/`, init)).text()).toBe("part 1;part 2;");
  });

  it("fails with the error of the body's stream", async () => {
    const { port } = await echo();
    const fault = new Error("disk failed");
    const body = new ReadableStream({ pull: (controller) => controller.error(fault) });
    const failed = guarded(`http://api.test:${port}/`, { method: "POST", body, duplex: "half" });
    await expect(failed).rejects.toThrow(/fetch failed: disk failed/);
  });

  it.each([["text"], [42], [null]])("refuses a stream that yields %j", async (chunk) => {
    const { port } = await echo();
    const body = new ReadableStream({ pull: (controller) => controller.enqueue(chunk) });
    const failed = guarded(`http://api.test:${port}/`, { method: "POST", body, duplex: "half" });
    await expect(failed).rejects.toThrow(/fetch failed: a body stream must yield Uint8Array chunks/);
  });

  it("says that it has no body where a method usually has one", async () => {
    const { port } = await echo();
    expect((await exchange(`http://api.test:${port}/`, { method: "POST" })).headers["content-length"]).toBe(
      "0",
    );
    expect((await exchange(`http://api.test:${port}/`)).headers["content-length"]).toBeUndefined();
  });

  it("sets the headers of the connection itself", async () => {
    const { port } = await echo();
    const { headers } = await exchange(`http://api.test:${port}/`, {
      method: "POST",
      body: "four",
      headers: {
        host: "evil.test",
        connection: "keep-alive, x-dropped",
        "content-length": "99",
        "transfer-encoding": "chunked",
        upgrade: "h2c",
        te: "trailers",
        expect: "100-continue",
        "keep-alive": "timeout=5",
        "x-kept": "1",
        cookie: "a=1",
        "user-agent": "mine",
      },
    });
    expect(headers).toMatchObject({
      host: `api.test:${port}`,
      connection: "close",
      "content-length": "4",
      cookie: "a=1",
    });
    expect(headers).toMatchObject({ "x-kept": "1", "user-agent": "mine" });
    for (const name of ["transfer-encoding", "upgrade", "te", "expect", "keep-alive"])
      expect(headers[name]).toBeUndefined();
  });

  it("asks for plain bytes where a range counts them", async () => {
    const { port } = await echo();
    const seen = await exchange(`http://api.test:${port}/`, { headers: { range: "bytes=0-9" } });
    expect(seen.headers["accept-encoding"]).toBe("identity");
  });

  it.each([
    ["a method that fetch forbids", { method: "CONNECT" }],
    ["a GET with a body", { body: "x" }],
    ["a header that smuggles lines", { headers: { "x-a": "1\r\nx-b: 2" } }],
    ["integrity, which would go unverified", { integrity: "sha256-AAAA" }],
    ["a stream without duplex", { method: "POST", body: new ReadableStream() }],
  ])("refuses %s", async (_name, init) => {
    const { port, connections } = await echo();
    await expect(guarded(`http://api.test:${port}/`, init)).rejects.toThrow(TypeError);
    expect(connections()).toBe(0);
  });

  it("uses no connection twice", async () => {
    const server = await echo();
    for (let i = 0; i < 3; i++) await exchange(`http://api.test:${server.port}/`);
    expect(server.connections()).toBe(3);
    await server.idle();
  });

  it("tries the next checked address where one does not answer", async () => {
    const { port } = await echo();
    expect((await guarded(`http://both.test:${port}/`)).status).toBe(200);
  });
});
