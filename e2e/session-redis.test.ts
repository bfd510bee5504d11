import { createRequire } from "node:module";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type IoredisLike,
  ioredisAdapter,
  type NodeRedisLike,
  nodeRedisAdapter,
  type RedisScriptClient,
  redisSessionStore,
} from "../templates/packages/core/src/session/index.ts";
import { Browser } from "../test/packages/core/session/browser.ts";
import { cookieName, sessionApp } from "../test/packages/core/session/session-app.ts";
import { storeRules } from "../test/packages/core/session/store-rules.ts";
import { fetchPackages } from "./support/packages.ts";
import { RedisServer } from "./support/redis.ts";

interface Inspector extends IoredisLike {
  keys(pattern: string): Promise<string[]>;
  hgetall(key: string): Promise<Record<string, string>>;
  pttl(key: string): Promise<number>;
  flushall(): Promise<unknown>;
  disconnect(): void;
  on(event: "error", listener: () => void): this;
}
interface NodeRedis extends NodeRedisLike {
  on(event: "error", listener: () => void): this;
  connect(): Promise<this>;
  destroy(): void;
}

let redis: RedisServer;
let inspector: Inspector;
let nodeRedis: NodeRedis;

beforeAll(async () => {
  const load = createRequire(fetchPackages("redis-clients", { ioredis: "6.0.0", redis: "6.3.1" }));
  redis = await RedisServer.start();
  const { Redis } = load("ioredis") as { Redis: new (options: object) => Inspector };
  const { createClient } = load("redis") as { createClient: (options: object) => NodeRedis };
  inspector = new Redis({ port: redis.port, retryStrategy: () => 100 }).on("error", () => {});
  nodeRedis = await createClient({ socket: { port: redis.port, reconnectStrategy: 100 } })
    .on("error", () => {})
    .connect();
});
beforeEach(() => inspector.flushall());
afterAll(async () => {
  inspector?.disconnect();
  nodeRedis?.destroy();
  await redis?.kill();
});

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
const clients: [string, () => RedisScriptClient][] = [
  ["ioredis", () => ioredisAdapter(inspector)],
  ["redis", () => nodeRedisAdapter(nodeRedis)],
];

describe.each(clients)("with %s", (_, client) => {
  storeRules(() => redisSessionStore({ client: client() }), pause);

  it("two instances share sessions: signed in on one, signed out on the other", async () => {
    const [one, two] = [1, 2].map(() => sessionApp({ store: redisSessionStore({ client: client() }) }));
    if (!one || !two) throw new Error("Two were made.");
    await one.within(one.visitor, (session) => session.set("user", "ann"));
    const same = new Browser(two.app, Object.fromEntries(one.visitor.cookies));
    expect(await two.kept(same, "user")).toBe("ann");
    await two.within(same, (session) => session.destroy());
    expect(await one.kept(one.visitor, "user")).toBeUndefined();
    expect(await inspector.keys("*")).toEqual([]);
  });

  it("keeps no id that a cookie carries, and lets Redis end the session", async () => {
    const { within, visitor } = sessionApp({
      store: redisSessionStore({ client: client() }),
      ttlSeconds: 60,
    });
    await within(visitor, (session) => session.set("cart", ["a"]));
    const [key = "", ...others] = await inspector.keys("*");
    expect(others).toEqual([]);
    expect(key).toMatch(/^daloy:sess:[\w-]{43}$/);
    expect(visitor.cookies.get(cookieName)).not.toContain(key.slice(-43));
    expect(await inspector.hgetall(key)).toEqual({ ".": "1", "=cart": '["a"]' });
    const left = await inspector.pttl(key);
    expect(left).toBeGreaterThan(50_000);
    expect(left).toBeLessThanOrEqual(60_000);
  });

  it("of a hundred requests that end one session at once, one did", async () => {
    const store = redisSessionStore({ client: client() });
    await store.create("a", new Map(), 60);
    const [ended, updated] = await Promise.all([
      Promise.all(Array.from({ length: 100 }, () => store.destroy("a"))),
      Promise.all(
        Array.from({ length: 100 }, (_, i) =>
          store.update("a", { set: new Map([["a", String(i)]]), removed: new Set() }, 60),
        ),
      ),
    ]);
    expect(ended.filter(Boolean)).toHaveLength(1);
    expect(updated.at(-1)).toBe(false);
    expect(await store.load("a")).toBeUndefined();
  });

  it("lets nobody on while Redis hangs or is gone, and goes on when it is back", async () => {
    const { within, visitor, app, lines } = sessionApp({
      store: redisSessionStore({ client: client(), timeoutMs: 300 }),
    });
    await within(visitor, (session) => session.set("user", "ann"));
    const stranger = new Browser(app);
    try {
      redis.halt();
      const start = performance.now();
      expect((await within(visitor, () => "page")).status).toBe(503);
      expect((await within(stranger, () => "page")).status).toBe(200);
      expect((await within(stranger, (session) => session.set("user", "eve"))).status).toBe(500);
      expect(performance.now() - start).toBeLessThan(3000);
      expect(stranger.cookies.size).toBe(0);
    } finally {
      redis.resume();
    }
    await expect
      .poll(async () => (await within(visitor, () => "page")).status, { timeout: 10_000 })
      .toBe(200);
    await redis.kill();
    expect((await within(visitor, () => "page")).status).toBe(503);
    await redis.restart();
    await expect
      .poll(async () => (await within(visitor, () => "page")).status, { timeout: 20_000 })
      .toBe(200);
    expect(lines).toContainEqual(expect.objectContaining({ code: "session-store-failed" }));
  });
});
