import { getEventListeners } from "node:events";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  FetchLimitError,
  fetchGuard,
} from "../../../../templates/packages/core/src/fetch-guard/fetch-guard.ts";
import type { FetchGuardOptions } from "../../../../templates/packages/core/src/fetch-guard/options.ts";
import { Servers } from "./servers.ts";

const servers = new Servers();
afterEach(() => servers.closeAll());

const guard = (options: FetchGuardOptions) =>
  fetchGuard({ allowLoopback: true, resolve: async () => ["127.0.0.1"], ...options });
const head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";
const never = new Promise<never>(() => {});

describe("maxResponseBytes", () => {
  const limited = guard({ maxResponseBytes: 10_000 });
  const read = (port: number) =>
    limited(`http://name.test:${port}/`).then((response) => response.arrayBuffer());

  it("lets a body of exactly that size through", async () => {
    const { port } = await servers.http((_request, response) => response.end(Buffer.alloc(10_000)));
    expect((await read(port)).byteLength).toBe(10_000);
  });

  it("refuses at once what says that it is larger", async () => {
    const server = await servers.http((_request, response) => response.end(Buffer.alloc(10_001)));
    await expect(limited(`http://name.test:${server.port}/`)).rejects.toMatchObject({
      limit: "maxResponseBytes",
    });
    await server.idle();
  });

  it("stops a body that never ends", async () => {
    const server = await servers.raw((socket) => {
      socket.write(`${head}\r\n`);
      const more = () => socket.write(Buffer.alloc(5000)) && setImmediate(more);
      socket.on("drain", more);
      socket.once("data", more);
    });
    await expect(read(server.port)).rejects.toThrow(FetchLimitError);
    await server.idle();
  });

  it("stops a decompression bomb after the limit, not after the bomb", async () => {
    const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024));
    // It never ends, so that only the client can close the connection.
    const server = await servers.raw((socket) => {
      socket.write(`${head}Content-Encoding: gzip\r\n\r\n`);
      socket.write(bomb.subarray(0, -8));
    });
    const limit = guard({ maxResponseBytes: 1024 * 1024 });
    const response = await limit(`http://name.test:${server.port}/`);
    const reader = response.body?.getReader();
    let size = 0;
    const drain = async () => {
      for (;;) {
        const part = await reader?.read();
        if (!part || part.done) return;
        size += part.value.byteLength;
      }
    };
    await expect(drain()).rejects.toThrow(/larger than 1048576 bytes/);
    expect(size).toBeLessThanOrEqual(1024 * 1024);
    await server.idle();
  });

  it("stops a bomb of two layers", async () => {
    const inner = gzipSync(Buffer.alloc(10 * 1024 * 1024));
    const { port } = await servers.http((_request, response) => {
      response.setHeader("content-encoding", "gzip, gzip");
      response.end(gzipSync(inner));
    });
    await expect(read(port)).rejects.toThrow(FetchLimitError);
  });

  it("counts what arrives, too, where it decodes to nothing", async () => {
    // Empty stored blocks: five bytes each on the wire, none decoded.
    const blocks = Buffer.concat(Array.from({ length: 4000 }, () => Buffer.from([0, 0, 0, 0xff, 0xff])));
    const { port } = await servers.raw((socket) => {
      socket.once("data", () => {
        socket.write(`${head}Content-Encoding: deflate\r\n\r\n`);
        socket.end(blocks);
      });
    });
    await expect(read(port)).rejects.toThrow(FetchLimitError);
  });
});

describe("timeoutMs", () => {
  const hasty = (options: FetchGuardOptions = {}) => guard({ timeoutMs: 100, ...options });
  const isTimeout = { name: "TimeoutError", limit: "timeoutMs" };

  it("covers resolving", async () => {
    await expect(hasty({ resolve: () => never })("http://name.test/")).rejects.toMatchObject(isTimeout);
  });

  it("covers waiting for the response", async () => {
    const server = await servers.raw(() => {});
    await expect(hasty()(`http://name.test:${server.port}/`)).rejects.toMatchObject(isTimeout);
    await server.idle();
  });

  it("covers a TLS handshake that stalls", async () => {
    const server = await servers.raw(() => {});
    await expect(hasty()(`https://name.test:${server.port}/`)).rejects.toMatchObject(isTimeout);
    await server.idle();
  });

  it("covers headers that drip", async () => {
    const server = await servers.raw((socket) => {
      socket.write(head);
      const timer = setInterval(() => socket.write("X-Drip: 1\r\n"), 10);
      socket.on("close", () => clearInterval(timer));
    });
    await expect(hasty()(`http://name.test:${server.port}/`)).rejects.toMatchObject(isTimeout);
    await server.idle();
  });

  it("covers interim responses without end", async () => {
    const server = await servers.raw((socket) => {
      const timer = setInterval(() => socket.write("HTTP/1.1 103 Early Hints\r\n\r\n"), 10);
      socket.on("close", () => clearInterval(timer));
    });
    await expect(hasty()(`http://name.test:${server.port}/`)).rejects.toMatchObject(isTimeout);
    await server.idle();
  });

  it("covers a body that drips", async () => {
    const server = await servers.raw((socket) => {
      socket.write(`${head}\r\n`);
      const timer = setInterval(() => socket.write("."), 10);
      socket.on("close", () => clearInterval(timer));
    });
    const response = await hasty({ timeoutMs: 500 })(`http://name.test:${server.port}/`);
    await expect(response.text()).rejects.toMatchObject(isTimeout);
    await server.idle();
  });

  it("covers a body that nobody reads", async () => {
    const server = await servers.raw((socket) => {
      socket.write(`${head}\r\nfirst`);
    });
    const response = await hasty({ timeoutMs: 500 })(`http://name.test:${server.port}/`);
    await server.idle();
    await expect(response.text()).rejects.toMatchObject(isTimeout);
  });

  it("covers a chain of redirects as a whole", async () => {
    const { port } = await servers.http((_request, response) => {
      setTimeout(() => response.writeHead(302, { location: "/again" }).end(), 40);
    });
    await expect(hasty({ maxRedirects: 50 })(`http://name.test:${port}/`)).rejects.toMatchObject(isTimeout);
  });

  it("covers an injected fetch that ignores its signal, and its body", async () => {
    const deaf = hasty({ fetch: () => never });
    await expect(deaf("http://name.test/")).rejects.toMatchObject(isTimeout);
    const silent = hasty({ fetch: async () => new Response(new ReadableStream()) });
    await expect((await silent("http://name.test/")).text()).rejects.toMatchObject(isTimeout);
  });

  it("lets go of a response that comes too late", async () => {
    const cancel = vi.fn();
    const late = hasty({
      fetch: async () => {
        await new Promise((resume) => setTimeout(resume, 150));
        return new Response(new ReadableStream({ cancel }));
      },
    });
    await expect(late("http://name.test/")).rejects.toMatchObject(isTimeout);
    await vi.waitFor(() => expect(cancel).toHaveBeenCalled());
  });

  it("ends with the body", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const quick = guard({ fetch: async () => new Response("body") });
      await (await quick("http://name.test/")).text();
      await (await quick("http://name.test/", { method: "HEAD" })).text();
      await (await quick("http://name.test/")).body?.cancel();
      await expect(
        guard({ fetch: () => Promise.reject(new TypeError()) })("http://name.test/"),
      ).rejects.toThrow();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("the caller's signal", () => {
  const reason = new Error("changed my mind");

  it("aborts before anything is resolved", async () => {
    const resolve = vi.fn(async () => ["127.0.0.1"]);
    const aborted = guard({ resolve })("http://name.test/", { signal: AbortSignal.abort(reason) });
    await expect(aborted).rejects.toBe(reason);
    expect(resolve).not.toHaveBeenCalled();
  });

  it("aborts while waiting, and closes the connection", async () => {
    const controller = new AbortController();
    const server = await servers.raw(() => controller.abort(reason));
    await expect(guard({})(`http://name.test:${server.port}/`, { signal: controller.signal })).rejects.toBe(
      reason,
    );
    await server.idle();
  });

  it("aborts while an endless request body is sent", async () => {
    const controller = new AbortController();
    const cancel = vi.fn();
    const server = await servers.raw((socket) => socket.once("data", () => controller.abort(reason)));
    const body = new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(65536)), cancel });
    const init: RequestInit = { method: "POST", body, duplex: "half", signal: controller.signal };
    await expect(guard({})(`http://name.test:${server.port}/`, init)).rejects.toBe(reason);
    await server.idle();
    await vi.waitFor(() => expect(cancel).toHaveBeenCalled());
  });

  it("aborts while the body is read, and closes the connection", async () => {
    const controller = new AbortController();
    const server = await servers.raw((socket) => {
      socket.write(`${head}\r\nfirst`);
    });
    const response = await guard({})(`http://name.test:${server.port}/`, { signal: controller.signal });
    const text = response.text();
    controller.abort(reason);
    await expect(text).rejects.toBe(reason);
    await server.idle();
  });

  it("may come with a Request", async () => {
    const controller = new AbortController();
    const server = await servers.raw(() => controller.abort(reason));
    const request = new Request(`http://name.test:${server.port}/`, { signal: controller.signal });
    await expect(guard({})(request)).rejects.toBe(reason);
  });

  it("is let go once the body is read", async () => {
    const { signal } = new AbortController();
    const { port } = await servers.http((_request, response) => response.end("body"));
    await (await guard({})(`http://name.test:${port}/`, { signal })).text();
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});

it("closes the connection when the body is cancelled", async () => {
  const server = await servers.raw((socket) => {
    socket.write(`${head}\r\nfirst`);
  });
  const response = await guard({})(`http://name.test:${server.port}/`);
  await response.body?.cancel();
  await server.idle();
});
