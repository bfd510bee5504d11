import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  MemoryRateLimitStore,
  type RateLimitOptions,
  rateLimit,
} from "../../../../templates/packages/core/src/index.ts";
import { waitMs } from "../../../../templates/packages/core/src/rate-limit/wait.ts";
import { hello, later, loggedApp, ok, post, quietApp } from "../apps.ts";

/** An app behind a limit, with a clock that is set by hand. */
function limited(options: Partial<RateLimitOptions> = {}) {
  const clock = { now: 1_000_000 };
  const store = new MemoryRateLimitStore({ now: () => clock.now });
  const limit = rateLimit({ windowMs: 10_000, max: 3, store, keyGenerator: () => "k", ...options });
  const app = quietApp().use(limit).get("/", { responses: ok }, hello);
  return { app, clock, store };
}

describe("the window", () => {
  it("lets max through, then refuses with 429, Retry-After and the RateLimit fields", async () => {
    const { app, clock } = limited();
    const remaining: (string | null)[] = [];
    for (let i = 0; i < 3; i++) {
      const response = await app.request("/");
      expect(response.status).toBe(200);
      remaining.push(response.headers.get("ratelimit-remaining"));
    }
    expect(remaining).toEqual(["2", "1", "0"]);
    clock.now += 2500;
    const refused = await app.request("/");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("content-type")).toBe("application/problem+json");
    expect(
      ["limit", "remaining", "reset", "policy"].map((name) => refused.headers.get(`ratelimit-${name}`)),
    ).toEqual(["3", "0", "8", "3;w=10"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(8);
  });

  it("slides: what was used up late still weighs on the next window", async () => {
    const { app, clock } = limited();
    clock.now += 9999;
    for (let i = 0; i < 3; i++) await app.request("/");
    clock.now += 2;
    expect((await app.request("/")).status).toBe(429);
    clock.now += 7000;
    expect((await app.request("/")).status).toBe(200);
    clock.now += 20_000;
    for (let i = 0; i < 3; i++) expect((await app.request("/")).status).toBe(200);
  });

  it("lets a client that waited as long as it was told come in again, and no second earlier than needed", () => {
    const waits = fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(waits, fc.integer({ min: 1, max: 6 }), (steps, max) => {
        let now = 7_000_123;
        const windowMs = 10_000;
        const store = new MemoryRateLimitStore({ now: () => now });
        let last = store.hit("k", windowMs);
        for (const step of steps) {
          now += step;
          last = store.hit("k", windowMs);
        }
        if (last.count <= max) return;
        const wait = waitMs(last, windowMs, max);
        expect(wait).toBeLessThanOrEqual(2 * windowMs);
        now += wait + 0.001;
        expect(store.hit("k", windowMs).count).toBeLessThanOrEqual(max + 1e-6);
      }),
    );
  });
});

describe("what is counted", () => {
  it("a request that fails validation, authentication or has no route, before its body is read", async () => {
    let pulled = 0;
    const { app } = limited({ max: 2 });
    app.post("/", { auth: "public", request: { body: z.object({ a: z.string() }) }, responses: ok }, hello);
    expect((await app.request(...post("/", { a: 1 }))).status).toBe(422);
    expect((await app.request("/missing")).status).toBe(404);
    const body = new ReadableStream(
      {
        pull() {
          pulled++;
        },
      },
      { highWaterMark: 0 },
    );
    const init = { method: "POST", body, duplex: "half", headers: { "content-type": "application/json" } };
    expect((await app.request("/", init as RequestInit)).status).toBe(429);
    expect(pulled).toBe(0);
  });

  it("limits count for themselves, or together by groupId and store", async () => {
    const { store } = limited();
    const shared = (groupId?: string) =>
      quietApp()
        .use(rateLimit({ windowMs: 60_000, max: 1, store, keyGenerator: () => "k", groupId }))
        .get("/", { responses: ok }, hello);
    const status = async (app: ReturnType<typeof shared>) => (await app.request("/")).status;
    expect([await status(shared()), await status(shared())]).toEqual([200, 200]);
    expect([await status(shared("a")), await status(shared("a")), await status(shared("b"))]).toEqual([
      200, 429, 200,
    ]);
  });

  it("an asynchronous store is awaited, and one that fails lets nobody through unseen", async () => {
    const store = { hit: async () => later({ count: 4, hits: 4, resetMs: 1000 }) };
    expect((await limited({ store }).app.request("/")).status).toBe(429);
    const broken = { hit: () => Promise.reject(new Error("down")) };
    expect((await limited({ store: broken }).app.request("/")).status).toBe(500);
  });

  it("can leave Retry-After out, and is logged with the setting that governs it", async () => {
    const { app, lines } = loggedApp();
    app.use(rateLimit({ windowMs: 1000, max: 1, retryAfter: false, keyGenerator: () => "k" }));
    await app.get("/", { responses: ok }, hello).request("/");
    const refused = await app.request("/");
    expect([refused.status, refused.headers.has("retry-after")]).toEqual([429, false]);
    expect(lines.find((line) => line["code"] === "rate-limited")).toMatchObject({
      setting: "rateLimit",
      max: 1,
    });
  });
});

it.each([
  [{ windowMs: 999, max: 1 }, /windowMs/],
  [{ windowMs: "60s", max: 1 }, /windowMs/],
  [{ windowMs: Number.POSITIVE_INFINITY, max: 1 }, /windowMs/],
  [{ windowMs: 1000, max: 0 }, /max/],
  [{ windowMs: 1000, max: Number.NaN }, /max/],
  [{ windowMs: 1.5, max: 1.5 }, /windowMs.*max/],
])("refuses %j", (options, message) => expect(() => rateLimit(options as RateLimitOptions)).toThrow(message));

it.each([0, -1, 1.5, Number.NaN])("the store refuses %d keys", (maxKeys) => {
  expect(() => new MemoryRateLimitStore({ maxKeys })).toThrow(RangeError);
});

it("forgets the first key when it is full, and never holds more", () => {
  const store = new MemoryRateLimitStore({ maxKeys: 3, now: () => 0 });
  const hits = (key: string) => store.hit(key, 1000).hits;
  expect(["a", "b", "a", "c"].map(hits)).toEqual([1, 1, 2, 1]);
  expect(hits("d")).toBe(1);
  expect(hits("b")).toBe(2);
  expect(hits("a")).toBe(1);
  expect(hits("b")).toBe(1);
});

it("takes a hit back from the window it counts in, and never below nothing", () => {
  let now = 0;
  const store = new MemoryRateLimitStore({ now: () => now });
  store.refund("k", 1000);
  expect(store.hit("k", 1000).count).toBe(1);
  store.hit("k", 1000);
  store.refund("k", 1000);
  expect(store.hit("k", 1000).count).toBe(2);
  now = 1000;
  store.refund("k", 1000);
  expect(store.hit("k", 1000).count).toBe(2);
});

it("takes a million keys in bounded time and memory", () => {
  const store = new MemoryRateLimitStore({ now: () => 5000 });
  const start = performance.now();
  for (let i = 0; i < 1_000_000; i++) store.hit(`2001:db8:${i}::/56`, 60_000);
  // about 0.8 s here; when each eviction looked for the oldest key anew it was 96 s
  expect(performance.now() - start).toBeLessThan(8000);
  expect(store.hit("2001:db8:999999::/56", 60_000).hits).toBe(2);
  expect(store.hit("2001:db8:0::/56", 60_000).hits).toBe(1);
});
