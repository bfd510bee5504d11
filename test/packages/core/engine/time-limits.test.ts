import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
// loaded already: while it came from the disk, false time would pass
import "../../../../templates/packages/core/src/engine/contract.ts";
import type { App, Hooks } from "../../../../templates/packages/core/src/index.ts";
import { hello, loggedApp, ok, problemOf, quietApp, secureHeaderNames } from "../apps.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = () => new Promise<never>(() => {});
const passing = <T>(milliseconds: number, value: T) =>
  new Promise<T>((resolve) => setTimeout(() => resolve(value), milliseconds));

/** Sends a request, lets the time pass, and gives the answer if there is one by then. */
async function within(milliseconds: number, app: App, init?: RequestInit): Promise<Response | "no answer"> {
  let answer: Response | "no answer" = "no answer";
  app.request("/", init).then((response) => {
    answer = response;
  });
  await vi.advanceTimersByTimeAsync(milliseconds);
  return answer;
}
const status = (answer: Response | "no answer") => (answer === "no answer" ? answer : answer.status);

describe("whatever hangs", () => {
  const places: [string, (app: App) => unknown][] = [
    ["onRequest", (app) => app.use({ onRequest: never })],
    ["preBody", (app) => app.use({ preBody: never })],
    ["beforeHandle", (app) => app.use({ beforeHandle: never })],
    ["afterHandle", (app) => app.use({ afterHandle: never })],
    ["a schema", (app) => app],
    ["the handler", (app) => app],
  ];
  it.each(places)("%s ends in a 503 with every header after the limit", async (name, hang) => {
    const { app, lines } = loggedApp({ requestTimeoutMs: 1000 });
    hang(app);
    const query = name === "a schema" ? { request: { query: z.any().refine(never) } } : {};
    app.get("/", { responses: ok, ...query }, name === "the handler" ? never : hello);
    expect(status(await within(999, app))).toBe("no answer");
    const answer = (await within(1001, app)) as Response;
    expect(answer.status).toBe(503);
    for (const header of [...secureHeaderNames, "x-request-id"])
      expect(answer.headers.has(header)).toBe(true);
    expect((await problemOf(answer)).detail).toBeUndefined();
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: "error",
        code: "limit-exceeded",
        setting: "requestTimeoutMs",
        route: "/",
      }),
    );
  });

  it.each<[string, Hooks, () => Promise<never>]>([
    ["onSend", { onSend: never }, () => Promise.reject(new Error("x"))],
    ["onError", { onError: never }, () => Promise.reject(new Error("x"))],
    ["onError of a synchronous fault", { onError: never }, () => JSON.parse("{")],
  ])("%s cannot hold the answer back for ever", async (_, hooks, handler) => {
    const { app, lines } = loggedApp({ requestTimeoutMs: 1000 });
    app.use(hooks).get("/", { responses: ok }, handler);
    const answer = await within(2001, app);
    expect(status(answer)).toBe(503);
    expect((answer as Response).headers.get("x-content-type-options")).toBe("nosniff");
    expect(JSON.stringify(lines)).toContain("took too long");
  });
});

it("onSend and onResponse reach a timeout", async () => {
  const seen: string[] = [];
  const app = quietApp({ requestTimeoutMs: 1000 }).use({
    onSend: (response) => void seen.push(`send ${response.status}`),
    onResponse: (response) => void seen.push(`response ${response.status}`),
  });
  app.get("/", { responses: ok }, never);
  await within(1001, app);
  expect(seen).toEqual(["send 503", "response 503"]);
});

it("onResponse sees what left instead of an onSend that took too long, once", async () => {
  const seen: number[] = [];
  let finish: (() => void) | undefined;
  const app = quietApp({ requestTimeoutMs: 1000 }).use({
    onSend: () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
    onResponse: ({ status: final }) => void seen.push(final),
  });
  app.get("/", { responses: ok }, hello);
  expect(status(await within(2001, app))).toBe(503);
  finish?.();
  await vi.advanceTimersByTimeAsync(1);
  expect(seen).toEqual([503]);
});

describe("the second time that time is up", () => {
  const hanging: [string, Hooks, () => Promise<never>][] = [
    ["handler and onSend", { onSend: never }, never],
    ["handler and onError", { onError: never }, never],
    ["handler, onError and onSend", { onError: never, onSend: never }, never],
    [
      "onError, then onSend of what it failed with",
      { onError: () => Promise.reject(0), onSend: never },
      never,
    ],
  ];
  it.each(hanging)(
    "ends it, when %s hang: one bare 503 and one onResponse, never a second",
    async (_, hooks, handler) => {
      const seen: number[] = [];
      const app = quietApp({ requestTimeoutMs: 1000 }).use([
        hooks,
        { onResponse: ({ status: final }) => void seen.push(final) },
      ]);
      app.get("/", { responses: ok }, handler);
      expect(await within(1999, app)).toBe("no answer");
      const answer = (await within(2001, app)) as Response;
      expect([answer.status, answer.headers.get("x-content-type-options")]).toEqual([503, "nosniff"]);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(seen).toEqual([503, 503]);
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  it("what comes after that goes nowhere: an answer of onError meets no onSend, and streams are told", async () => {
    const seen: string[] = [];
    const streaming = (name: string) => ({
      status: 200,
      body: new ReadableStream({ cancel: () => void seen.push(`${name} cancelled`) }),
    });
    const slow: Hooks = {
      onError: () => passing(2500, streaming("onError")),
      onSend: ({ status: sent }) => void seen.push(`onSend ${sent}`),
    };
    const app = quietApp({ requestTimeoutMs: 1000 }).use(slow).get("/", { responses: ok }, never);
    expect(status(await within(2001, app))).toBe(503);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen).toEqual(["onError cancelled"]);

    const late = quietApp({ requestTimeoutMs: 1000 }).use({ onSend: () => passing(2500, undefined) });
    late.get("/", { responses: ok }, () => streaming("handler") as { status: 200; body: unknown });
    expect(status(await within(1001, late))).toBe(503);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen).toEqual(["onError cancelled", "handler cancelled"]);
  });

  it.each<[string, Hooks["onResponse"]]>([
    ["hangs", never],
    ["throws", () => JSON.parse("{")],
    ["rejects", () => Promise.reject(new Error("x"))],
  ])("does not come for an onResponse that %s: the answer has left", async (_, onResponse) => {
    const hooks: Hooks = onResponse ? { onResponse } : {};
    const app = quietApp({ requestTimeoutMs: 1000 }).use(hooks).get("/", { responses: ok }, hello);
    expect(status(await within(1, app))).toBe(200);
    const late = quietApp({ requestTimeoutMs: 1000 }).use(hooks).get("/", { responses: ok }, never);
    expect(status(await within(1001, late))).toBe(503);
  });
});

it("is 408 while the body is still arriving, and closes the connection", async () => {
  const body = () =>
    new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{"a')) });
  const app = quietApp({ requestTimeoutMs: 1000 });
  app.post("/", { auth: "public", request: { body: z.any() }, responses: ok }, hello);
  const headers = { "content-type": "application/json" };
  const init = { method: "POST", body: body(), duplex: "half", headers } as RequestInit;
  const answer = (await within(1001, app, init)) as Response;
  expect([answer.status, answer.headers.get("connection")]).toEqual([408, "close"]);
});

it("counts hooks, body and handler together", async () => {
  const app = quietApp({ requestTimeoutMs: 1000 }).use({ preBody: () => passing(600, undefined) });
  app.get("/", { responses: ok }, () => passing(600, { status: 200 as const }));
  expect(status(await within(999, app))).toBe("no answer");
  expect(status(await within(1001, app))).toBe(503);
});

it("a result that comes too late is thrown away, and its stream told so", async () => {
  const seen: string[] = [];
  const cancel = () => void seen.push("cancelled");
  const app = quietApp({ requestTimeoutMs: 1000 }).use({
    onSend: (response) => void seen.push(`${response.status}`),
  });
  app.get("/", { responses: ok }, () =>
    passing(1500, { status: 200 as const, body: new ReadableStream({ cancel }) }),
  );
  expect(status(await within(2000, app))).toBe(503);
  expect(seen).toEqual(["503", "cancelled"]);
});

it("what has not begun does not begin after the answer", async () => {
  const handler = vi.fn(hello);
  const app = quietApp({ requestTimeoutMs: 1000 }).use({ preBody: () => passing(1500, undefined) });
  app.get("/", { responses: ok }, handler);
  expect(status(await within(3000, app))).toBe(503);
  expect(handler).not.toHaveBeenCalled();
});

it("a handler that fails too late is nobody's unhandled rejection", async () => {
  const app = quietApp({ requestTimeoutMs: 1000 });
  app.get("/", { responses: ok }, () => passing(1500, 0).then(() => Promise.reject(new Error("late"))));
  expect(status(await within(2000, app))).toBe(503);
});

describe("ctx.signal", () => {
  it("aborts at the limit, touched before or after", async () => {
    const seen: boolean[] = [];
    const app = quietApp({ requestTimeoutMs: 1000 });
    app.get("/", { responses: ok }, async (context) => {
      context.signal.addEventListener("abort", () => seen.push(context.signal.aborted));
      await passing(1500, undefined);
      return { status: 200 };
    });
    await within(1001, app);
    expect(seen).toEqual([true]);
    const late = quietApp({ requestTimeoutMs: 1000 });
    late.get("/", { responses: ok }, async (context) => {
      await passing(1500, undefined);
      seen.push(context.signal.aborted);
      return { status: 200 };
    });
    await within(2000, late);
    expect(seen).toEqual([true, true]);
  });

  it("aborts when the client goes, and is calm otherwise", async () => {
    const signals: AbortSignal[] = [];
    const app = quietApp();
    app.get("/", { responses: ok }, async ({ signal }) => {
      signals.push(signal);
      await passing(10, undefined);
      return { status: 200 };
    });
    const gone = new AbortController();
    const pending = app.request("/", { signal: gone.signal });
    gone.abort();
    await vi.advanceTimersByTimeAsync(20);
    await pending;
    const calm = app.request("/");
    await vi.advanceTimersByTimeAsync(60_000);
    await calm;
    expect(signals.map((signal) => signal.aborted)).toEqual([true, false]);
    const already = app.request("/", { signal: AbortSignal.abort() });
    await vi.advanceTimersByTimeAsync(20);
    await already.catch(() => undefined);
    expect(signals[2]?.aborted ?? true).toBe(true);
  });
});

it("0 switches the limit off", async () => {
  const app = quietApp({ env: "test", requestTimeoutMs: 0 });
  app.get("/", { responses: ok }, () => passing(10_000_000, { status: 200 as const }));
  expect(status(await within(9_999_999, app))).toBe("no answer");
  expect(status(await within(10_000_001, app))).toBe(200);
});
