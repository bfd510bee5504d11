import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Schema } from "../../../../templates/packages/core/src/index.ts";
import { hello, later, loggedApp, ok, problemOf, quietApp, secureHeaderNames } from "../apps.ts";

const watchedStream = (cancel: () => void) => new ReadableStream({ cancel });

type Answer = { status: number; body?: unknown; headers?: Record<string, string | string[]> };

/** A route that answers with this, whatever its contract says: for what only a caller without types can do. */
function answering(answer: Answer | (() => unknown), responses: object = ok) {
  const { app, lines } = loggedApp();
  const handler = (typeof answer === "function" ? answer : () => answer) as () => Response;
  app.get("/", { responses }, handler);
  return { app, lines };
}

describe("the contract", () => {
  it.each([
    ["an undeclared status", { status: 201, body: 1 }, /status 201 is not declared/],
    ["nothing", undefined, /returned nothing/],
    ["null", null, /no \{status, body\}/],
    ["a bare body", "text", /no \{status, body\}/],
    ["a status that is a string", { status: "200" }, /no \{status, body\}/],
  ])("%s is a 500 that says nothing, and a log line that names the route", async (_, answer, why) => {
    const { app, lines } = answering(() => answer);
    const response = await app.request("/");
    expect(response.status).toBe(500);
    const problem = await problemOf(response);
    expect(problem.detail).toBeUndefined();
    expect(problem.instance).toBe(`urn:request:${response.headers.get("x-request-id")}`);
    expect(lines.filter((line) => line.level === "error")).toHaveLength(1);
    expect(JSON.stringify(lines)).toMatch(why);
    expect(JSON.stringify(lines)).toContain("GET /");
  });

  it.each<[string, Schema]>([
    ["zod", z.object({ id: z.number(), tags: z.array(z.object({ name: z.string() })) })],
    ["valibot", v.object({ id: v.number(), tags: v.array(v.object({ name: v.string() })) })],
    ["arktype", type({ id: "number", tags: type({ name: "string" }).array() })],
  ])("strips what a %s schema does not have and refuses what breaks it", async (_, body) => {
    const responses = { 200: { body } };
    const good = { id: 1, tags: [{ name: "a", hash: "SECRET" }], password: "SECRET" };
    expect(await (await answering({ status: 200, body: good }, responses).app.request("/")).json()).toEqual({
      id: 1,
      tags: [{ name: "a" }],
    });
    const { app, lines } = answering({ status: 200, body: { id: "SECRET", tags: [] } }, responses);
    const broken = await app.request("/");
    expect(broken.status).toBe(500);
    expect(await broken.text()).not.toContain("SECRET");
    const logged = JSON.stringify(lines);
    expect(logged).toContain('"/id"');
    expect(logged).not.toContain("SECRET");
  });

  it("is not looked at with validateResponses: false, but the status still is", async () => {
    const responses = { 200: { body: z.object({ id: z.number() }) } };
    const app = quietApp({ validateResponses: false })
      .get("/broken", { responses }, () => ({ status: 200, body: { id: "x" } as never }))
      .get("/status", { responses }, () => ({ status: 201 }) as never);
    expect(await (await app.request("/broken")).json()).toEqual({ id: "x" });
    expect((await app.request("/status")).status).toBe(500);
  });

  it("awaits an asynchronous response schema", async () => {
    const body = z.object({ id: z.number().refine(async (n) => later(n < 5)) });
    const app = quietApp()
      .get("/good", { responses: { 200: { body } } }, () => ({ status: 200, body: { id: 1 } }))
      .get("/bad", { responses: { 200: { body } } }, () => ({ status: 200, body: { id: 9 } }));
    expect((await app.request("/good")).status).toBe(200);
    expect((await app.request("/bad")).status).toBe(500);
  });
});

describe("bodies without a schema", () => {
  const bytes = new Uint8Array([0, 255, 10]);
  it.each<[string, unknown, string | null, string]>([
    ["a string", "é", "text/plain; charset=utf-8", "é"],
    ["an object", { a: 1 }, "application/json", '{"a":1}'],
    ["null", null, "application/json", "null"],
    ["a number", 0, "application/json", "0"],
    ["false", false, "application/json", "false"],
    ["an empty object", {}, "application/json", "{}"],
    ["an object without a prototype", Object.create(null), "application/json", "{}"],
    [
      "what serialises itself as empty",
      new (class {
        toJSON = () => ({});
      })(),
      "application/json",
      "{}",
    ],
    ["nothing", undefined, null, ""],
    ["an empty string", "", "text/plain; charset=utf-8", ""],
  ])("%s", async (_, body, contentType, text) => {
    const response = await answering({ status: 200, body }).app.request("/");
    expect(response.headers.get("content-type")).toBe(contentType);
    expect(response.headers.get("content-length")).toBe(String(Buffer.byteLength(text)));
    expect(await response.text()).toBe(text);
  });

  it.each([
    ["bytes", () => bytes],
    ["an ArrayBuffer", () => bytes.buffer],
    ["a stream", () => new Blob([bytes]).stream()],
  ])("%s leave as octets", async (_, body) => {
    const response = await answering(() => ({ status: 200, body: body() })).app.request("/");
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  it("a string under a schema is JSON", async () => {
    const response = await answering({ status: 200, body: "a" }, { 200: { body: z.string() } }).app.request(
      "/",
    );
    expect([response.headers.get("content-type"), await response.text()]).toEqual([
      "application/json",
      '"a"',
    ]);
  });

  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  it.each([
    ["a BigInt", () => ({ n: 1n })],
    ["a cycle", () => cycle],
    ["a toJSON that throws", () => ({ toJSON: () => ({}).toString.call(null) && JSON.parse("{") })],
    ["a function", () => () => 1],
    ["a symbol", () => Symbol("x")],
    ["a Response", () => new Response("x")],
    ["a promise", async () => ({ a: 1 })],
    ["a Map", () => new Map([["a", 1]])],
    ["a Blob", () => new Blob(["x"])],
    [
      "a locked stream",
      () => {
        const stream = new Blob(["x"]).stream();
        stream.getReader();
        return stream;
      },
    ],
  ])("%s cannot be sent: a 500 with every header", async (_, body) => {
    const { app, lines } = answering(() => ({ status: 200, body: body() }));
    const response = await app.request("/");
    expect(response.status).toBe(500);
    for (const name of secureHeaderNames) expect(response.headers.has(name)).toBe(true);
    expect(lines.some((line) => line.level === "error")).toBe(true);
  });
});

describe("statuses without content", () => {
  it.each([204, 205, 304])("%i sends neither body nor content headers", async (status) => {
    let cancelled = false;
    const body = watchedStream(() => {
      cancelled = true;
    });
    const response = await answering({ status, body }, { [status]: {} }).app.request("/");
    expect(response.status).toBe(status);
    expect(response.body).toBeNull();
    expect(response.headers.get("content-type")).toBeNull();
    expect(response.headers.get("content-length")).toBeNull();
    expect(cancelled).toBe(true);
  });

  it.each([99, 101, 199, 600, 200.5, Number.NaN])("the status %d is none", async (status) => {
    const app = quietApp().use({ preBody: () => ({ status }) });
    app.get("/", { responses: ok }, hello);
    expect((await app.request("/")).status).toBe(500);
  });
});

it("HEAD has the headers of GET and no body", async () => {
  const app = quietApp()
    .get("/json", { responses: { 200: { body: z.object({ a: z.number() }) } } }, () => ({
      status: 200,
      body: { a: 1 },
      headers: { etag: '"1"' },
    }))
    .get("/stream", { responses: ok }, () => ({ status: 200, body: new Blob(["x"]).stream() }));
  for (const path of ["/json", "/stream"]) {
    const [get, head] = await Promise.all([app.request(path), app.request(path, { method: "HEAD" })]);
    const without = (response: Response) => [...response.headers].filter(([name]) => name !== "x-request-id");
    expect(without(head)).toEqual(without(get));
    expect(head.body).toBeNull();
  }
});

describe("headers", () => {
  it.each([
    ["CR LF", { "x-a": "1\r\nset-cookie: a=b" }],
    ["LF", { "x-a": "1\nb" }],
    ["NUL", { "x-a": "1\0" }],
    ["beyond Latin-1", { "x-a": "€" }],
    ["a name with a space", { "x a": "1" }],
    ["a name with CR LF", { "x\r\ny": "1" }],
    ["an empty name", { "": "1" }],
    ["one of a list", { "x-a": ["fine", "1\r\n"] }],
    ["a number from a caller without types", { "x-a": 5 as unknown as string }],
  ])("%s is refused as a 500 that leaks nothing", async (_, headers) => {
    const { app } = answering({ status: 200, body: "SECRET", headers });
    const response = await app.request("/");
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("SECRET");
    expect(response.headers.has("x-a")).toBe(false);
    expect(response.headers.has("set-cookie")).toBe(false);
  });

  it("an HttpError with such a header is a 500 too", async () => {
    const { HttpError } = await import("../../../../templates/packages/core/src/index.ts");
    const { app } = answering(() => {
      throw new HttpError(400, "SECRET", { "x-a": "1\r\nb: c" });
    });
    const response = await app.request("/");
    expect([response.status, response.headers.has("b")]).toEqual([500, false]);
    expect(await response.text()).not.toContain("SECRET");
  });

  it("lists are several fields, and one value replaces what the app would have sent", async () => {
    const { app } = answering({
      status: 200,
      body: "<b>",
      headers: { "Set-Cookie": ["a=1", "b=2"], "Content-Type": "text/html", "X-Frame-Options": "SAMEORIGIN" },
    });
    const response = await app.request("/");
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(response.headers.get("content-type")).toBe("text/html");
    expect(response.headers.get("x-frame-options")).toBe("SAMEORIGIN");
  });
});

describe("a Response", () => {
  it("is sent as it is, on top of the secure headers", async () => {
    const { app } = answering(() => {
      const headers = new Headers({ "x-frame-options": "SAMEORIGIN", vary: "accept, origin" });
      headers.append("set-cookie", "a=1");
      headers.append("set-cookie", "b=2");
      return new Response("body", { status: 299, headers });
    });
    const response = await app.request("/");
    expect([response.status, await response.text()]).toEqual([299, "body"]);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(response.headers.get("x-frame-options")).toBe("SAMEORIGIN");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    expect(response.headers.get("vary")).toBe("accept, origin");
  });

  it("does not bring the fields of another connection", async () => {
    const headers = {
      connection: "keep-alive",
      "transfer-encoding": "chunked",
      "keep-alive": "5",
      "x-a": "1",
    };
    const response = await answering(() => new Response("x", { headers })).app.request("/");
    expect(response.headers.get("x-a")).toBe("1");
    for (const name of ["connection", "transfer-encoding", "keep-alive"]) {
      expect(response.headers.has(name)).toBe(false);
    }
  });

  it.each([
    ["Response.error()", () => Response.error()],
    [
      "one that was read",
      async () => {
        const response = new Response("x");
        await response.text();
        return response;
      },
    ],
    [
      "one that is being read",
      () => {
        const response = new Response("x");
        response.body?.getReader();
        return response;
      },
    ],
  ])("%s is a 500", async (_, answer) => {
    const response = await answering(answer).app.request("/");
    expect([response.status, response.headers.get("x-content-type-options")]).toEqual([500, "nosniff"]);
  });
});

it("a stream is pulled at the reader's pace and cancelled when the reader goes", async () => {
  let pulled = 0;
  let cancelled: unknown;
  const body = () =>
    new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled++;
          controller.enqueue(new Uint8Array(1024));
        },
        cancel(reason) {
          cancelled = reason;
        },
      },
      { highWaterMark: 0 },
    );
  const response = await answering(() => ({ status: 200, body: body() })).app.request("/");
  const reader = response.body?.getReader();
  await reader?.read();
  await later(0, 5);
  expect(pulled).toBeLessThan(4);
  await reader?.cancel("enough");
  expect(cancelled).toBe("enough");
});

it("a stream whose response is replaced by a fault is told so", async () => {
  let cancelled = false;
  const app = quietApp().use({
    onSend() {
      throw new Error("no");
    },
  });
  const body = () =>
    watchedStream(() => {
      cancelled = true;
    });
  app.get("/", { responses: ok }, () => ({ status: 200, body: body() }));
  expect((await app.request("/")).status).toBe(500);
  expect(cancelled).toBe(true);
});
