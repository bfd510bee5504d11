import { createGunzip, gunzipSync, inflateSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import {
  type CompressionOptions,
  compression,
  type HookResult,
  type Hooks,
} from "../../../../templates/packages/core/src/index.ts";
import { preferredEncoding } from "../../../../templates/packages/core/src/middleware/accept-encoding.ts";
import { loggedApp, ok, post, quietApp } from "../apps.ts";
import { exchange, withServer } from "../node/raw-client.ts";

const long = "All the same, all the same. ".repeat(100);
const gzip = { "accept-encoding": "gzip" };

function serving(result: () => HookResult, options: CompressionOptions = {}, more: Hooks[] = []) {
  const app = quietApp({ env: "test" }).use(compression(options)).use(more);
  const described = { description: "As it comes" };
  const responses = {
    200: described,
    204: described,
    205: described,
    206: described,
    304: described,
    400: described,
  };
  return app.get("/", { responses }, () => result() as Response);
}

const text = (headers: Record<string, string> = {}, body: unknown = long) => ({ status: 200, body, headers });

async function ask(result: () => HookResult, headers: Record<string, string> = gzip, options = {}) {
  return await serving(result, options).request("/", { headers });
}

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

describe("content", () => {
  it.each([
    ["gzip", gunzipSync],
    ["deflate", inflateSync],
  ] as const)("is compressed with %s, and is what it was", async (encoding, decode) => {
    const response = await ask(text, { "accept-encoding": encoding });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-encoding": encoding,
      "content-type": "text/plain; charset=utf-8",
      vary: "Accept-Encoding",
    });
    const bytes = await bytesOf(response);
    expect(response.headers.get("content-length")).toBe(String(bytes.byteLength));
    expect(bytes.byteLength).toBeLessThan(200);
    expect(decode(bytes).toString()).toBe(long);
  });

  it.each<[string, () => HookResult]>([
    ["JSON", () => ({ status: 200, body: { items: Array(200).fill({ title: "same" }) } })],
    ["bytes of a compressible type", () => text({ "content-type": "image/svg+xml" }, new Uint8Array(5000))],
    ["problem details", () => text({ "content-type": "application/problem+json" })],
    ["a Response", () => new Response(long, { headers: { "content-type": "text/html" } })],
    ["an error", () => ({ status: 400, body: long })],
  ])("%s is compressed", async (_, result) => {
    const response = await ask(result);
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(gunzipSync(await bytesOf(response)).byteLength).toBeGreaterThan(1024);
  });

  it.each<[string, () => HookResult, Record<string, string>?, CompressionOptions?]>([
    ["a client that does not ask", text, {}],
    ["a client that refuses", text, { "accept-encoding": "gzip;q=0, br" }],
    ["less than 1024 bytes", () => text({}, "x".repeat(1023))],
    ["less than minimumSize", text, gzip, { minimumSize: 10_000 }],
    ["a picture", () => text({ "content-type": "image/png" }, new Uint8Array(5000))],
    ["an archive", () => text({ "content-type": "application/gzip" }, new Uint8Array(5000))],
    ["bytes of no known type", () => text({}, new Uint8Array(5000))],
    [
      "an excluded type",
      () => text({ "content-type": "Text/CSV; header=present" }),
      gzip,
      { excludeContentTypes: ["text/csv"] },
    ],
    ["an excluded range of types", text, gzip, { excludeContentTypes: ["text/*"] }],
    ["no-transform", () => text({ "cache-control": "max-age=60, no-transform" })],
    ["partial content", () => ({ ...text(), status: 206 })],
    ["a content range", () => text({ "content-range": "bytes 0-2799/9000" })],
    ["a digest of the content", () => text({ "content-digest": "sha-256=:AAAA:" })],
    [
      "a stream that is known to be small",
      () => new Response(long, { headers: { "content-type": "text/plain", "content-length": "100" } }),
    ],
  ])("%s is left as it is", async (_, result, headers = gzip, options = {}) => {
    const response = await ask(result, headers, options);
    expect(response.headers.has("content-encoding")).toBe(false);
    expect((await bytesOf(response)).byteLength).toBeGreaterThan(1000);
  });

  it("that would grow is left as it is", async () => {
    const random = crypto.getRandomValues(new Uint8Array(2000));
    const response = await ask(() => text({ "content-type": "text/plain" }, random));
    expect(response.headers.has("content-encoding")).toBe(false);
    expect(await bytesOf(response)).toEqual(random);
  });

  it("that is encoded already is not encoded twice, also by two of them", async () => {
    const encoded = await ask(() => text({ "content-encoding": "br" }));
    expect(encoded.headers.get("content-encoding")).toBe("br");
    const twice = await serving(text, {}, [compression()]).request("/", { headers: gzip });
    expect(twice.headers.get("content-encoding")).toBe("gzip");
    expect(gunzipSync(await bytesOf(twice)).toString()).toBe(long);
  });

  it("minimumSize counts bytes, not characters", async () => {
    expect((await ask(() => text({}, "é".repeat(600)))).headers.get("content-encoding")).toBe("gzip");
  });

  it("a length that was said beforehand is not sent", async () => {
    const headers = { "content-type": "text/plain", "content-length": String(long.length) };
    await withServer(
      serving(() => new Response(long, { headers })),
      async ({ port }) => {
        const response = await fetch(`http://127.0.0.1:${port}/`, { headers: gzip });
        expect([response.headers.get("content-encoding"), await response.text()]).toEqual(["gzip", long]);
      },
    );
  });

  it("a strong validator becomes weak, and ranges are no longer offered", async () => {
    const response = await ask(() => text({ etag: '"a"', "accept-ranges": "bytes" }));
    expect([response.headers.get("etag"), response.headers.has("accept-ranges")]).toEqual(['W/"a"', false]);
    const weak = await ask(() => text({ etag: 'W/"a"' }));
    expect(weak.headers.get("etag")).toBe('W/"a"');
  });

  it("Vary is sent wherever it could have been compressed, and on 304", async () => {
    expect((await ask(() => text({ vary: "Origin" }), {})).headers.get("vary")).toBe(
      "Origin, Accept-Encoding",
    );
    expect((await ask(() => ({ status: 304 }))).headers.get("vary")).toBe("Accept-Encoding");
    expect((await ask(() => text({ "content-type": "image/png" }))).headers.has("vary")).toBe(false);
  });

  it.each([204, 205])("%d stays without content", async (status) => {
    const response = await ask(() => ({ status }));
    expect([response.status, response.headers.has("content-encoding"), await response.text()]).toEqual([
      status,
      false,
      "",
    ]);
  });

  it("HEAD has the headers of GET", async () => {
    await withServer(serving(text), async ({ port }) => {
      const of = (method: string) =>
        exchange(
          port,
          `${method} / HTTP/1.1\r\nhost: a\r\naccept-encoding: gzip\r\nconnection: close\r\n\r\n`,
        );
      const [get = "", head = ""] = await Promise.all(["GET", "HEAD"].map(of));
      const fields = (received: string) =>
        received.split("\r\n\r\n", 1)[0]?.replace(/(?:x-request-id|date): .*/gi, "");
      expect(fields(head)).toBe(fields(get));
      expect(head).toMatch(/content-encoding: gzip\r\n[\s\S]*\r\n\r\n$/);
    });
  });

  it("the onSend of other hooks see the plain content, wherever they stand", async () => {
    const seen: unknown[] = [];
    const spy: Hooks = { onSend: ({ body }) => void seen.push(body) };
    await serving(text, {}, [spy]).request("/", { headers: gzip });
    expect(seen).toEqual([long]);
  });
});

describe("streams", () => {
  /** A stream that gives what it is told to, when it is told to. */
  function source() {
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    let cancelled: unknown;
    const stream = new ReadableStream<Uint8Array>({
      start: (own) => {
        controller = own;
      },
      cancel: (reason) => {
        cancelled = reason;
      },
    });
    const send = (chunk: string) => controller?.enqueue(new TextEncoder().encode(chunk));
    const result = () => text({ "content-type": "text/plain" }, stream);
    return {
      result,
      send,
      end: () => controller?.close(),
      fail: (e: Error) => controller?.error(e),
      cancelled: () => cancelled,
    };
  }

  it("each chunk can be read before the next comes", async () => {
    const { result, send, end } = source();
    const response = await ask(result);
    expect(response.headers.get("content-encoding")).toBe("gzip");
    const reader = response.body?.getReader();
    const gunzip = createGunzip().setEncoding("utf8");
    let plain = "";
    gunzip.on("data", (chunk: string) => {
      plain += chunk;
    });
    for (const chunk of ["first", "", "second"]) {
      send(chunk);
      if (chunk === "") continue;
      // the header of the format may come in a chunk of its own
      while (!plain.endsWith(chunk)) {
        const { value } = (await reader?.read()) ?? {};
        await new Promise((resolve) => gunzip.write(value, resolve));
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    end();
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done) break;
      gunzip.write(value);
    }
    await new Promise((resolve) => gunzip.end(resolve));
    expect(plain).toBe("firstsecond");
  });

  it("a reader that goes away ends the source, and a source that fails the response", async () => {
    const left = source();
    const response = await ask(left.result);
    await response.body?.cancel("gone");
    expect(left.cancelled()).toBe("gone");
    const broken = source();
    const failing = await ask(broken.result);
    broken.fail(new Error("the source broke"));
    await expect(failing.text()).rejects.toThrow("the source broke");
  });

  it("events say no-transform, and keep coming as they are", async () => {
    const { eventStream } = await import("@daloyjs/core/streaming");
    const response = await ask(() => eventStream([{ data: long }]));
    expect(response.headers.has("content-encoding")).toBe(false);
  });

  it("are left as they are where the runtime cannot flush", async () => {
    vi.spyOn(process, "getBuiltinModule").mockImplementation(() => undefined as never);
    const response = await ask(() => new Response(long, { headers: { "content-type": "text/plain" } }));
    expect([response.headers.has("content-encoding"), await response.text()]).toEqual([false, long]);
    const whole = await ask(text);
    expect(whole.headers.get("content-encoding")).toBe("gzip");
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
});

describe("BREACH", () => {
  const token = "csrf_token=7f3kq9zx2m";
  /** A page with a secret in it that gives back what it was asked for. */
  function page(reflect: (input: string) => string = (input) => input) {
    const { app } = loggedApp();
    const body = (input: string) => `<p>${reflect(input)}</p><input value="${token}">${long}`;
    const result = (input: string) => text({ "content-type": "text/html" }, body(input));
    return app
      .use(compression())
      .get(
        "/",
        { responses: ok },
        ({ head }) => result(new URL(head.url).searchParams.get("q") ?? "nothing") as never,
      )
      .get(
        "/of/:name",
        { request: { params: z.object({ name: z.string() }) }, responses: ok },
        ({ params }) => result(params.name) as never,
      )
      .get("/files/*", { responses: ok }, ({ head }) => result(head.path) as never)
      .post(
        "/",
        { auth: "public", request: { body: z.object({ q: z.string() }) }, responses: ok },
        ({ body: { q } }) => result(q) as never,
      );
  }
  const cookie = { ...gzip, cookie: "__Host-daloy.sid=abc" };
  const encodingOf = async (path: string, init: RequestInit, app = page()) =>
    (await app.request(path, init)).headers.get("content-encoding");

  it("is a real attack: without credentials in play, the right guess is shorter", async () => {
    const length = async (guess: string, headers: Record<string, string>) =>
      (await bytesOf(await page().request(`/?q=${encodeURIComponent(guess)}`, { headers }))).byteLength;
    const [right, wrong] = ["csrf_token=7f3kq9zx2m", "csrf_token=0a8wv5hj4p"];
    expect(await length(right, gzip)).toBeLessThan(await length(wrong, gzip));
    expect(await length(right, cookie)).toBe(await length(wrong, cookie));
  });

  it.each<[string, string, RequestInit?]>([
    ["the query", "/?q=csrf_token%3D7f3k"],
    ["the query, in capitals", "/?q=CSRF_TOKEN"],
    ["a parameter", "/of/csrf_token=7"],
    ["a wildcard", "/files/a/csrf_token=7"],
    ["the body", "/", { method: "POST", body: JSON.stringify({ q: "csrf_token=7" }) }],
    ["more than ASCII", "/?q=%C3%A9t%C3%A9"],
    ["very much", `/?${Array.from({ length: 80 }, (_, i) => `no${i}x`).join("&")}`],
  ])("gives back %s under a cookie: not compressed", async (_, path, init = {}) => {
    const type = { "content-type": "application/json" };
    expect(await encodingOf(path, { ...init, headers: { ...cookie, ...type } })).toBeNull();
    const basic = { ...gzip, authorization: "Basic YTpi", ...type };
    expect(await encodingOf(path, { ...init, headers: basic })).toBeNull();
    expect(await encodingOf(path, { ...init, headers: { ...gzip, ...type } })).toBe("gzip");
  });

  it.each<[string, (input: string) => string]>([
    ["escapes HTML", (input) => input.replaceAll("=", "&#61;")],
    ["changes case", (input) => input.toUpperCase()],
    ["encodes it again", (input) => encodeURIComponent(input)],
    ["writes JSON", (input) => JSON.stringify(`"${input}"`)],
    ["drops what it does not like", (input) => input.replaceAll("_", "")],
  ])("sees a reflection that %s", async (_, reflect) => {
    expect(await encodingOf("/?q=csrf_token%3D7f3k", { headers: cookie }, page(reflect))).toBeNull();
  });

  it.each([
    ["nothing of the sender's", "/"],
    ["what does not come back", "/of/zzzz?other=yyyyyy"],
    ["what is too short to refer to", "/?x=7f"],
  ])("compresses under a cookie with %s", async (_, path) => {
    const silent = page(() => "");
    expect(await encodingOf(path, { headers: cookie }, silent)).toBe("gzip");
  });

  it("does not compress a secret that is handed out, whoever asks", async () => {
    const first = await ask(() => text({ "set-cookie": "a=b" }));
    const second = await ask(() => text({ "cache-control": "no-store" }));
    expect([first, second].map(({ headers }) => headers.has("content-encoding"))).toEqual([false, false]);
  });

  it("sees a cookie that a later hook sets", async () => {
    const late: Hooks = { onSend: ({ headers }) => void headers.set("set-cookie", "a=b") };
    const response = await serving(text, {}, [late]).request("/", { headers: gzip });
    expect(response.headers.has("content-encoding")).toBe(false);
  });

  it("does not look into a stream, nor at a body it does not know", async () => {
    const stream = () => new Response(long, { headers: { "content-type": "text/plain" } });
    const app = serving(stream).post("/raw", { responses: ok }, () => text() as never);
    const encoding = async (path: string, init: RequestInit = {}) =>
      (await app.request(path, { headers: cookie, ...init })).headers.get("content-encoding");
    expect(await encoding("/?q=anything")).toBeNull();
    expect(await encoding("/")).toBe("gzip");
    const [path, init] = post("/raw", { q: "x" });
    expect(await encoding(path, { ...init, headers: { ...init.headers, ...cookie } as never })).toBeNull();
  });
});

it.each<[string | null, string | undefined]>([
  [null, undefined],
  ["", undefined],
  ["gzip", "gzip"],
  ["GZIP", "gzip"],
  ["x-gzip", "gzip"],
  ["br, deflate", "deflate"],
  ["deflate, gzip", "gzip"],
  ["gzip;q=0.5, deflate;q=0.9", "deflate"],
  ["gzip; q=0", undefined],
  ["gzip;q=0.000, *", "deflate"],
  ["*", "gzip"],
  ["*;q=0", undefined],
  ["identity", undefined],
  ["identity, gzip;q=0.5", undefined],
  ["identity;q=0.5, gzip;q=0.5", "gzip"],
  ["gzip;q=nonsense", undefined],
  ["gzip;q=2", undefined],
  ["gzipped", undefined],
])("Accept-Encoding: %s prefers %s", (header, encoding) => {
  expect(preferredEncoding(header, ["gzip", "deflate"])).toBe(encoding);
});

it.each<[CompressionOptions, RegExp]>([
  [{ minimumSize: -1 }, /minimumSize/],
  [{ encodings: [] }, /encodings/],
  [{ encodings: ["br"] as never }, /encodings/],
  [{ excludeContentTypes: ["csv"] }, /excludeContentTypes/],
])("refuses %j", (options, message) => {
  expect(() => compression(options)).toThrow(message);
});
