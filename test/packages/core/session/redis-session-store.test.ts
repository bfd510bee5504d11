import { describe, expect, it } from "vitest";
import {
  type RedisScriptClient,
  type RedisSessionStoreOptions,
  redisSessionStore,
} from "../../../../templates/packages/core/src/session/index.ts";

// What the scripts do is tested against a real server: e2e/session-redis.test.ts.

const answering = (reply: unknown): RedisScriptClient => ({
  evalsha: async () => reply,
  eval: async () => reply,
});

describe("a client", () => {
  it.each([null, undefined, "", "OK", 0, {}])(
    "that answers %j to a look-up is taken for no empty session",
    async (reply) => {
      await expect(redisSessionStore({ client: answering(reply) }).load("a")).rejects.toThrow(TypeError);
    },
  );

  it.each([null, undefined, "1", "OK", 0, true])("that answers %j confirms nothing", async (reply) => {
    const store = redisSessionStore({ client: answering(reply) });
    expect(await store.update("a", { set: new Map(), removed: new Set() }, 1)).toBe(false);
    expect(await store.destroy("a")).toBe(false);
  });

  it("that does not answer is waited for no longer than its time", async () => {
    const silent = { evalsha: () => new Promise(() => {}), eval: () => new Promise(() => {}) };
    const start = performance.now();
    await expect(redisSessionStore({ client: silent, timeoutMs: 50 }).load("a")).rejects.toThrow(/50 ms/);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it("is asked for its own prefix", async () => {
    const keys: string[] = [];
    const client: RedisScriptClient = {
      async evalsha(_, key) {
        keys.push(key);
        return [];
      },
      eval: async () => [],
    };
    await redisSessionStore({ client }).load("a");
    await redisSessionStore({ client, prefix: "my:" }).load("a");
    expect(keys).toEqual(["daloy:sess:a", "my:a"]);
  });

  it.each<[string, object]>([
    ["nothing", {}],
    ["a client that was not fitted", { client: { get() {}, set() {} } }],
    ["a bare ioredis client", { client: { ...answering(1), sendCommand() {} } }],
    ["no time at all", { client: answering(1), timeoutMs: 0 }],
    ["all the time in the world", { client: answering(1), timeoutMs: Number.POSITIVE_INFINITY }],
  ])("is refused: %s", (_, options) => {
    expect(() => redisSessionStore(options as RedisSessionStoreOptions)).toThrow(TypeError);
  });
});
