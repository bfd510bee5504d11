import { afterEach, describe, expect, it, vi } from "vitest";
import type { App } from "../../../../templates/packages/core/src/app/app.ts";
import { BootGuardError } from "../../../../templates/packages/core/src/guards/boot-guard-error.ts";
import type { LambdaEvent } from "../../../../templates/packages/core/src/lambda/events.ts";
import { toLambdaHandler } from "../../../../templates/packages/core/src/lambda/to-lambda-handler.ts";
import { later, loggedApp, ok, quietApp } from "../apps.ts";
import { balancerEvent, v1Event, v2Event } from "./events.ts";

// each handler listens for SIGTERM
afterEach(() => void process.removeAllListeners("SIGTERM"));

const waive = { "unauthenticated-write": "a test" };
const handlerOf = (build: (app: App) => unknown, options = {}) => {
  const app = quietApp({ waive, ...options });
  build(app);
  return toLambdaHandler(app);
};
const answering = (body: unknown, headers?: Record<string, string | string[]>) => (app: App) =>
  app.get("/", { responses: ok }, () => ({ status: 200, body, ...(headers ? { headers } : {}) }));

const multi = balancerEvent({ multiValueHeaders: { host: ["h"] } });
const kinds: [string, LambdaEvent][] = [
  ["v1", v1Event()],
  ["v2", v2Event()],
  ["alb", balancerEvent()],
  ["alb-multi-value", multi],
];

describe("boot", () => {
  it("judges the app when the handler is made, not with the first event", () => {
    const app = quietApp();
    app.post("/open", { responses: ok }, () => ({ status: 200 }));
    expect(() => toLambdaHandler(app)).toThrow(BootGuardError);
  });
  it("refuses to serve in a build step", () => {
    vi.stubEnv("DALOY_BUILD", "1");
    expect(() => toLambdaHandler(quietApp())).toThrow(/DALOY_BUILD=1/);
    vi.unstubAllEnvs();
  });
  it("runs onStart once, with the first event, and answers 500 until it succeeds", async () => {
    const start = vi.fn().mockRejectedValueOnce(new Error("no database")).mockResolvedValue(undefined);
    const { app, lines } = loggedApp();
    app.onStart(start).healthcheck();
    const handler = toLambdaHandler(app);
    expect(start).not.toHaveBeenCalled();
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await handler(v2Event({ rawPath: "/healthz" }))).statusCode);
    expect(statuses).toEqual([500, 200, 200]);
    expect(start).toHaveBeenCalledTimes(2);
    expect(lines.find(({ level }) => level === "fatal")?.msg).toBe("An onStart function failed");
  });
});

describe("answers", () => {
  it.each(kinds)("text is text: %s", async (_, event) => {
    const result = await handlerOf(answering({ a: "€" }))(event);
    expect(result).toMatchObject({ statusCode: 200, body: '{"a":"€"}', isBase64Encoded: false });
  });
  it.each(kinds)("bytes are Base64: %s", async (_, event) => {
    const result = await handlerOf(answering(Uint8Array.of(0, 255, 128)))(event);
    expect(result).toMatchObject({ body: "AP+A", isBase64Encoded: true });
  });
  it.each([
    ["text/event-stream", "data: 1\n\n", false],
    ["application/problem+json", "{}", false],
    ["image/svg+xml", "<svg/>", true],
  ])("a stream of %s", async (type, text, isBase64Encoded) => {
    const body = new Blob([text]).stream();
    const result = await handlerOf(answering(body, { "content-type": type }))(v2Event());
    expect(result.isBase64Encoded).toBe(isBase64Encoded);
    expect(Buffer.from(result.body, isBase64Encoded ? "base64" : "utf8").toString()).toBe(text);
  });
  it("text with a content coding, or that is no UTF-8, is Base64", async () => {
    const gzip = { "content-type": "text/plain", "content-encoding": "gzip" };
    const plain = { "content-type": "text/plain" };
    for (const [headers, bytes] of [
      [gzip, Uint8Array.of(65)],
      [plain, Uint8Array.of(255)],
    ] as const) {
      expect((await handlerOf(answering(bytes, headers))(v2Event())).isBase64Encoded).toBe(true);
    }
  });

  const cookies = ["a=1; Path=/", "b=2; Expires=Wed, 21 Oct 2037 07:28:00 GMT", "c=3"];
  it("several cookies, each in the way that its sender knows", async () => {
    const handler = handlerOf(answering("x", { "set-cookie": cookies }));
    const [v1, v2, alb, albMulti] = await Promise.all(kinds.map(([, event]) => handler(event)));
    expect(v1?.multiValueHeaders).toEqual({ "set-cookie": cookies });
    expect(v1?.headers).not.toHaveProperty("set-cookie");
    expect(v2?.cookies).toEqual(cookies);
    expect(v2?.headers).not.toHaveProperty("set-cookie");
    expect(albMulti?.multiValueHeaders?.["set-cookie"]).toEqual(cookies);
    expect(albMulti).not.toHaveProperty("headers");
    const spelled = Object.entries(alb?.headers ?? {}).filter(([name]) => /^set-cookie$/i.test(name));
    expect(spelled).toEqual([
      ["set-cookie", cookies[0]],
      ["Set-cookie", cookies[1]],
      ["sEt-cookie", cookies[2]],
    ]);
  });
  it("a single cookie stays a plain header behind v1", async () => {
    const result = await handlerOf(answering("x", { "set-cookie": "a=1" }))(v1Event());
    expect(result.headers?.["set-cookie"]).toBe("a=1");
    expect(result).not.toHaveProperty("multiValueHeaders");
  });
  it("HEAD says the length and sends nothing; nothing else says a length", async () => {
    const handler = handlerOf(answering("€"));
    const head = await handler(v2Event({ method: "HEAD" }));
    expect(head).toMatchObject({ statusCode: 200, body: "" });
    expect(head.headers?.["content-length"]).toBe("3");
    expect((await handler(v2Event())).headers).not.toHaveProperty("content-length");
  });
  it("headers of the connection are left out", async () => {
    const result = await handlerOf(answering("x", { connection: "close" }))(v2Event());
    expect(result.headers).not.toHaveProperty("connection");
  });

  it.each([
    ["v2", v2Event(), 6.5],
    ["alb", balancerEvent(), 1.5],
  ])("more than %s takes is a 500, and the log says what to do", async (_, event, megabytes) => {
    const { app, lines } = loggedApp();
    answering("x".repeat(megabytes * 1024 * 1024))(app);
    expect((await toLambdaHandler(app)(event)).statusCode).toBe(500);
    expect(JSON.stringify(lines.at(-1))).toContain("stream it");
  });
  it("a stream without an end is stopped there", async () => {
    let cancelled = false;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
        cancel() {
          cancelled = true;
        },
      });
    const handler = handlerOf((app) =>
      app.get("/", { responses: ok }, () => ({ status: 200, body: endless() })),
    );
    expect((await handler(balancerEvent())).statusCode).toBe(500);
    expect(cancelled).toBe(true);
  });
});

describe("requests", () => {
  const schema = {
    "~standard": { version: 1 as const, vendor: "test", validate: (value: unknown) => ({ value }) },
  };
  const echo = (app: App) => {
    app.post("/json", { request: { body: schema }, responses: ok }, ({ body }) => ({ status: 200, body }));
    app.post("/bytes", { responses: ok }, async ({ request }) => ({
      status: 200,
      body: new Uint8Array(await request.arrayBuffer()),
    }));
  };
  const post = (rawPath: string, body: string, isBase64Encoded = false) =>
    v2Event({
      method: "POST",
      rawPath,
      body,
      isBase64Encoded,
      headers: { "content-type": "application/json" },
    });

  it("bodies come as text or as Base64", async () => {
    const handler = handlerOf(echo);
    expect((await handler(post("/json", '{"a":"€"}'))).body).toBe('{"a":"€"}');
    const encoded = Buffer.from('{"a":"€"}').toString("base64");
    expect((await handler(post("/json", encoded, true))).body).toBe('{"a":"€"}');
    expect(await handler(post("/bytes", "AP+A", true))).toMatchObject({
      body: "AP+A",
      isBase64Encoded: true,
    });
  });
  it.each(["/json", "/bytes"])("a body over the cap is a 413: %s", async (path) => {
    const handler = handlerOf(echo, { bodyLimitBytes: 30 });
    expect((await handler(post(path, JSON.stringify("€".repeat(12))))).statusCode).toBe(413);
    const encoded = Buffer.from("x".repeat(31)).toString("base64");
    expect((await handler(post(path, encoded, true))).statusCode).toBe(413);
  });
  it("a hostile event is a 400 problem with the security headers", async () => {
    const event = { ...v2Event(), headers: { "x-a": "1\r\nx-b: 2" } };
    const { statusCode, headers } = await handlerOf(echo)(event);
    expect(statusCode).toBe(400);
    expect(headers).toMatchObject({
      "content-type": "application/problem+json",
      "x-content-type-options": "nosniff",
    });
  });
  it("an event that is no request is rejected, so that its sender does not take it for done", async () => {
    const queue = { Records: [] } as unknown as LambdaEvent;
    await expect(handlerOf(echo)(queue)).rejects.toThrow(/no HTTP event/);
  });
  it.each([
    ["v1", v1Event({ multiValueHeaders: { "X-Forwarded-For": ["198.51.100.9"] } }), "203.0.113.7"],
    ["v2", v2Event({ headers: { "x-forwarded-for": "198.51.100.9" } }), "203.0.113.7"],
    ["alb", balancerEvent(), "203.0.113.7"],
  ])(
    "the client's address is the platform's, and its forwarded headers are let in: %s",
    async (_, event, address) => {
      const handler = handlerOf((app) =>
        app.get("/", { responses: ok }, ({ clientAddress }) => ({
          status: 200,
          body: clientAddress ?? "none",
        })),
      );
      expect((await handler(event)).body).toBe(address);
    },
  );
  it("ends half a second before the function's own timeout", async () => {
    const handler = handlerOf((app) => app.get("/", { responses: ok }, () => new Promise<never>(() => {})));
    const started = performance.now();
    const { statusCode } = await handler(v2Event(), { getRemainingTimeInMillis: () => 550 });
    expect(statusCode).toBe(503);
    expect(performance.now() - started).toBeLessThan(500);
  });
  it("waits for what outlives the response", async () => {
    let reported = false;
    const handler = handlerOf((app) =>
      app.use({
        async onResponse() {
          await later(undefined, 20);
          reported = true;
        },
      }),
    );
    await handler(v2Event());
    expect(reported).toBe(true);
  });
  it("but no longer than there is time", async () => {
    const handler = handlerOf((app) => app.use({ onResponse: () => new Promise(() => {}) }));
    const { statusCode } = await handler(v2Event(), { getRemainingTimeInMillis: () => 300 });
    expect(statusCode).toBe(404);
  });
});

it("SIGTERM runs onShutdown and ends the process", async () => {
  const exit = vi.spyOn(process, "exit").mockImplementation((() => {}) as never);
  const before = process.listeners("SIGTERM");
  const stopped = vi.fn();
  toLambdaHandler(quietApp().onShutdown(stopped));
  const [own] = process.listeners("SIGTERM").filter((listener) => !before.includes(listener));
  own?.("SIGTERM");
  await expect.poll(() => exit.mock.calls).toEqual([[0]]);
  expect(stopped).toHaveBeenCalledOnce();
  exit.mockRestore();
});

describe("in AWS's client, whose thread exit() would wait for", () => {
  afterEach(() => void vi.restoreAllMocks());

  it.each([
    ["ends by the signal itself where nobody else listens", [], "kill"],
    ["exits where somebody else listens, who would hear the signal twice", [() => {}], "exit"],
  ] as const)("SIGTERM %s", async (_, others, how) => {
    vi.stubEnv("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001");
    process.removeAllListeners("SIGTERM");
    const ends = {
      kill: vi.spyOn(process, "kill").mockReturnValue(true),
      exit: vi.spyOn(process, "exit").mockImplementation((() => {}) as never),
    };
    toLambdaHandler(quietApp());
    for (const other of others) process.on("SIGTERM", other);
    process.emit("SIGTERM");
    await expect.poll(() => ends[how].mock.calls.length).toBe(1);
    expect(ends.kill.mock.calls.length + ends.exit.mock.calls.length).toBe(1);
    vi.unstubAllEnvs();
  });
});
