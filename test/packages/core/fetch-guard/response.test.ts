import { randomBytes } from "node:crypto";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { fetchGuard } from "../../../../templates/packages/core/src/fetch-guard/fetch-guard.ts";
import { Servers } from "./servers.ts";

const servers = new Servers();
afterEach(() => servers.closeAll());

const guarded = fetchGuard({ allowLoopback: true, resolve: async () => ["127.0.0.1"] });

describe("a response", () => {
  it("has status, reason, headers and every cookie", async () => {
    const { port } = await servers.http((_request, response) => {
      response.writeHead(418, "Short and stout", [
        ...["Set-Cookie", "a=1; Path=/", "set-cookie", "b=2"],
        ...["X-List", "one", "X-List", "two"],
      ]);
      response.end("tea");
    });
    const response = await guarded(`http://api.test:${port}/a?b=1#c`);
    expect(response).toMatchObject({
      status: 418,
      statusText: "Short and stout",
      ok: false,
      redirected: false,
    });
    expect(response.url).toBe(`http://api.test:${port}/a?b=1`);
    expect(response.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2"]);
    expect(response.headers.get("x-list")).toBe("one, two");
    const clone = response.clone();
    expect(clone.url).toBe(response.url);
    expect([await response.text(), await clone.text()]).toEqual(["tea", "tea"]);
  });

  const plain = Buffer.from("hello ".repeat(5000));
  it.each([
    ["gzip", "gzip", gzipSync(plain)],
    ["x-gzip", "X-GZIP", gzipSync(plain)],
    ["deflate", "deflate", deflateSync(plain)],
    ["raw deflate", "deflate", deflateRawSync(plain)],
    ["brotli", "br", brotliCompressSync(plain)],
    ["two layers", "gzip, br", brotliCompressSync(gzipSync(plain))],
    ["identity", "identity", plain],
    ["a coding that is not known", "zork", plain],
    ["gzip without its end", "gzip", gzipSync(plain).subarray(0, -8)],
  ])("is decoded: %s", async (_name, coding, bytes) => {
    const { port } = await servers.http((_request, response) => {
      response.setHeader("content-encoding", coding);
      response.end(bytes);
    });
    const response = await guarded(`http://api.test:${port}/`);
    expect(Buffer.from(await response.arrayBuffer()).equals(plain)).toBe(true);
  });

  it.each([
    ["garbage", "gzip", randomBytes(100), /fetch failed/],
    ["too many layers", "gzip, gzip, gzip, gzip, gzip, gzip", gzipSync(plain), /6 content codings/],
  ])("fails when it cannot be decoded: %s", async (_name, coding, bytes, message) => {
    const server = await servers.http((_request, response) => {
      response.setHeader("content-encoding", coding);
      response.end(bytes);
    });
    const text = guarded(`http://api.test:${server.port}/`).then((response) => response.text());
    await expect(text).rejects.toThrow(TypeError);
    await expect(text).rejects.toThrow(message);
    await server.idle();
  });

  it("may be empty though it says that it is compressed", async () => {
    const { port } = await servers.http((_request, response) => {
      response.setHeader("content-encoding", "gzip");
      response.end();
    });
    expect(await (await guarded(`http://api.test:${port}/`)).text()).toBe("");
  });

  it.each([
    ["HEAD", 200],
    ["GET", 204],
    ["GET", 205],
    ["GET", 304],
  ])("to %s with %i has no body", async (method, status) => {
    const server = await servers.http((_request, response) => {
      response.writeHead(status, status === 200 ? { "content-length": "9", "content-encoding": "gzip" } : {});
      response.end();
    });
    const response = await guarded(`http://api.test:${server.port}/`, { method });
    expect([response.status, response.body]).toEqual([status, null]);
    await server.idle();
  });

  it.each([
    ["cut short", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello"],
    ["cut in a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhello"],
  ])("that is %s fails while it is read", async (_name, bytes) => {
    const { port } = await servers.raw((socket) => socket.once("data", () => socket.end(bytes)));
    const response = await guarded(`http://api.test:${port}/`);
    await expect(response.text()).rejects.toThrow(/fetch failed/);
  });

  it.each([
    ["nothing", ""],
    ["garbage", "\0\0\0\0garbage\r\n\r\n"],
    ["an upgrade", "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"],
    ["an impossible status", "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"],
    ["two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"],
    ["64 KiB of headers", `HTTP/1.1 200 OK\r\n${"X-Pad: 0123456789\r\n".repeat(4000)}\r\n`],
  ])("of %s is a network failure", async (_name, bytes) => {
    const server = await servers.raw((socket) => socket.once("data", () => socket.end(bytes)));
    await expect(guarded(`http://api.test:${server.port}/`)).rejects.toThrow(/^fetch failed: /);
    await server.idle();
  });

  it("is kept when the server closes before it has read the request", async () => {
    const { port } = await servers.raw((socket) => {
      socket.once("data", () => {
        socket.write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
        setTimeout(() => socket.resetAndDestroy(), 30);
      });
    });
    let closed = () => {};
    const sourceClosed = new Promise<void>((resume) => {
      closed = resume;
    });
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await new Promise((resume) => setTimeout(resume, 5));
        controller.enqueue(new Uint8Array(1024));
      },
      cancel: () => closed(),
    });
    const response = await guarded(`http://api.test:${port}/`, { method: "POST", body, duplex: "half" });
    await sourceClosed;
    expect([response.status, await response.text()]).toEqual([413, "big"]);
  });

  it("fails, and is not just cut short, when the request's body fails meanwhile", async () => {
    const { port } = await servers.raw((socket) => {
      socket.once("data", () => socket.write("HTTP/1.1 200 OK\r\n\r\nfirst"));
    });
    let failNow = () => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(10));
        failNow = () => controller.error(new Error("disk failed"));
      },
    });
    const response = await guarded(`http://api.test:${port}/`, { method: "POST", body, duplex: "half" });
    failNow();
    await expect(response.text()).rejects.toThrow(/disk failed/);
  });

  it("is a TypeError with the cause when nobody listens", async () => {
    const server = await servers.http((_request, response) => response.end());
    await server.close();
    await expect(guarded(`http://api.test:${server.port}/`)).rejects.toMatchObject({
      name: "TypeError",
      cause: { code: "ECONNREFUSED" },
    });
  });
});
