import { performance as nodePerformance } from "node:perf_hooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type LoadSheddingOptions, loadShedding } from "../../../../templates/packages/core/src/index.ts";
import { hello, later, loggedApp, ok, post, problemOf, quietApp } from "../apps.ts";

function sheddingApp(options: boolean | LoadSheddingOptions) {
  const { app, lines } = loggedApp({ loadShedding: options });
  app.get("/", { responses: ok }, hello).healthcheck().readinesscheck();
  const status = async (path = "/") => (await app.request(path)).status;
  return { app, lines, status };
}

const block = (milliseconds: number) => {
  const until = nodePerformance.now() + milliseconds;
  while (nodePerformance.now() < until);
};

/** A machine that is busy with something else is late by itself, and comes round again. */
const admitted = (status: () => Promise<number>) =>
  vi.waitFor(async () => expect(await status()).toBe(200), { timeout: 15_000, interval: 20 });

describe("on the real runtime", () => {
  it("refuses while the event loop is late, and takes requests again after that", async () => {
    const { app, status } = sheddingApp({ maxEventLoopDelayMs: 60, maxEventLoopUtilization: 1 });
    await admitted(status);
    await later(0, 30);
    block(300);
    await later(0, 1);
    const refused = await app.request("/");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "10"]);
    expect(await problemOf(refused)).toMatchObject({ title: "Service Unavailable", status: 503 });
    await admitted(status);
  });

  it("notices a loop that has not come round since", async () => {
    const { status } = sheddingApp({ maxEventLoopDelayMs: 60, maxEventLoopUtilization: 1 });
    await admitted(status);
    block(150);
    expect(await status()).toBe(503);
  });

  it.each(["maxHeapUsedBytes", "maxRssBytes"])("refuses above %s, with the first request", async (option) => {
    expect(await sheddingApp({ [option]: 1 }).status()).toBe(503);
    expect(await sheddingApp({ [option]: 2 ** 45 }).status()).toBe(200);
  });

  it("still says that it is alive, and what it measures", async () => {
    const { app, status } = sheddingApp({ maxRssBytes: 1 });
    app.metrics({ token: "mQ7vK2xR9pL4wT8sB3nF6hJ1dG5cZ0yA" });
    expect([await status("/healthz"), await status("/readyz"), await status("/")]).toEqual([200, 200, 503]);
    expect(await status("/metrics")).toBe(401);
    expect(await status("/missing")).toBe(503);
  });

  it("refuses before the body is read", async () => {
    const app = quietApp({ loadShedding: { maxRssBytes: 1, retryAfterSeconds: 7 } });
    app.post("/", { auth: "public", responses: ok }, hello);
    const body = new ReadableStream({ pull: () => Promise.reject(new Error("read")) }, { highWaterMark: 0 });
    const [path, init] = post("/", "");
    const response = await app.request(path, { ...init, body, duplex: "half" } as RequestInit);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "7"]);
  });

  it("logs once a minute which setting refuses, however many requests come", async () => {
    const { status, lines } = sheddingApp({ maxRssBytes: 1 });
    for (let i = 0; i < 5; i++) await status();
    expect(lines.filter((line) => line.level !== "info")).toMatchObject([
      { code: "load-shed", setting: "loadShedding.maxRssBytes", most: 1 },
    ]);
  });

  it("is a middleware of its own too", async () => {
    const app = quietApp().get("/", { responses: ok }, hello);
    app.get("/heavy", { responses: ok, hooks: loadShedding({ maxRssBytes: 1 }) }, hello);
    expect((await app.request("/")).status).toBe(200);
    expect((await app.request("/heavy")).status).toBe(503);
  });
});

describe("on a runtime that is told what to say", () => {
  const histogram = { mean: Number.NaN, stddev: 0, enable: vi.fn(() => true), reset: vi.fn() };
  let elu = { idle: 100, active: 0, utilization: 0 };
  let modules: Record<string, unknown>;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["performance"] });
    Object.assign(histogram, { mean: 10e6, stddev: 0 });
    histogram.enable.mockClear();
    elu = { idle: 100, active: 0, utilization: 0 };
    modules = {
      "node:perf_hooks": {
        monitorEventLoopDelay: () => histogram,
        performance: { eventLoopUtilization: () => elu },
      },
    };
    vi.spyOn(process, "getBuiltinModule").mockImplementation((id: string) => modules[id] as never);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it("starts nothing before the first request", async () => {
    const { app, status } = sheddingApp(true);
    app.ready();
    expect(histogram.enable).not.toHaveBeenCalled();
    await status();
    await status();
    expect(histogram.enable).toHaveBeenCalledTimes(1);
  });

  it.each<[string, () => void, number]>([
    ["a calm loop", () => {}, 200],
    ["a second and a bit", () => Object.assign(histogram, { mean: 1011e6 }), 503],
    ["a second less the clock's own step", () => Object.assign(histogram, { mean: 1009e6 }), 200],
    // 100 ticks of 10 ms and one of 5 s: the plain mean is 59 ms
    ["a pause among quick ticks", () => Object.assign(histogram, { mean: 59.4e6, stddev: 494e6 }), 503],
    ["a loop that is never idle", () => Object.assign(elu, { utilization: 0.981 }), 503],
    ["a busy loop", () => Object.assign(elu, { utilization: 0.98 }), 200],
  ])("%s, by the defaults", async (_, load, expected) => {
    const { status } = sheddingApp(true);
    expect(await status()).toBe(200);
    load();
    vi.advanceTimersByTime(999);
    expect(await status()).toBe(200);
    vi.advanceTimersByTime(1);
    expect(await status()).toBe(expected);
  });

  it.each<[string, () => void, string[]]>([
    [
      "has no perf_hooks (Workers)",
      () => Reflect.deleteProperty(modules, "node:perf_hooks"),
      ["delayMs", "utilization"],
    ],
    [
      "only has the names (Deno, Bun)",
      () => {
        modules["node:perf_hooks"] = {
          monitorEventLoopDelay: () => {
            throw new Error("not implemented");
          },
          performance: { eventLoopUtilization: () => ({ idle: 0, active: 0, utilization: 0 }) },
        };
      },
      ["delayMs", "utilization"],
    ],
    [
      "cannot tell its memory",
      () => void vi.spyOn(process, "memoryUsage").mockImplementation(() => ({}) as never),
      ["rssBytes"],
    ],
  ])("says so where the runtime %s, and lets requests through", async (_, lose, missing) => {
    lose();
    const { status, lines } = sheddingApp({ maxRssBytes: 2 ** 45 });
    for (let i = 0; i < 3; i++) {
      expect(await status()).toBe(200);
      vi.advanceTimersByTime(2000);
    }
    expect(lines.filter((line) => line["code"] === "load-not-measured")).toMatchObject([
      { setting: "loadShedding", missing },
    ]);
  });
});

it.each<[LoadSheddingOptions, RegExp]>([
  [{ maxEventLoopDelayMs: -1 }, /maxEventLoopDelayMs/],
  [{ maxEventLoopDelayMs: Number.NaN }, /maxEventLoopDelayMs/],
  [{ maxEventLoopUtilization: 0 }, /maxEventLoopUtilization/],
  [{ maxEventLoopUtilization: 98 }, /maxEventLoopUtilization/],
  [{ maxHeapUsedBytes: 0, maxRssBytes: 1.5 }, /maxHeapUsedBytes.*maxRssBytes/],
  [{ retryAfterSeconds: 0 }, /retryAfterSeconds/],
])("refuses %j, as middleware and as the app's option", (options, message) => {
  expect(() => loadShedding(options)).toThrow(message);
  expect(() => quietApp({ loadShedding: options })).toThrow(message);
});
