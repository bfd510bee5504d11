import { stat } from "node:fs/promises";
import { describe, expect, it, vi } from "vitest";
import { rateLimit } from "../../../../templates/packages/core/src/index.ts";
import {
  ioredisAdapter,
  nodeRedisAdapter,
  type RedisRateLimitStoreOptions,
  type RedisScriptClient,
  redisRateLimitStore,
} from "../../../../templates/packages/core/src/rate-limit-redis/index.ts";
import { hello, loggedApp, ok } from "../apps.ts";

type Answer = () => Promise<unknown>;

/** A server that counts one key, until it is told to answer otherwise. */
function fakeServer() {
  const calls: { by: "evalsha" | "eval"; key: string; args: readonly string[] }[] = [];
  const server: { answer: Answer; calls: typeof calls; client: RedisScriptClient; hits: number } = {
    hits: 0,
    calls,
    async answer() {
      server.hits += 1;
      return [server.hits, 0, 1000];
    },
    client: {
      async evalsha(_, key, args) {
        calls.push({ by: "evalsha", key, args });
        return server.answer();
      },
      async eval(_, key, args) {
        calls.push({ by: "eval", key, args });
        return [1, 0, 0];
      },
    },
  };
  return server;
}

const down: Answer = () => Promise.reject(new Error("connect ECONNREFUSED"));

function limitedBy(client: RedisScriptClient, options: Partial<RedisRateLimitStoreOptions> = {}) {
  const { app, lines } = loggedApp();
  const store = redisRateLimitStore({ client, ...options });
  app.use(rateLimit({ windowMs: 10_000, max: 2, store, groupId: "g", keyGenerator: () => "k" }));
  app.get("/", { responses: ok }, hello);
  const statuses = async (count: number) => {
    const all: number[] = [];
    for (let i = 0; i < count; i++) all.push((await app.request("/")).status);
    return all;
  };
  const logged = (code: string) => lines.filter((line) => line["code"] === code);
  return { app, statuses, logged, lines };
}

describe("counting", () => {
  it("takes Redis's counts, with the prefix and the window in the key", async () => {
    const server = fakeServer();
    const { app, statuses } = limitedBy(server.client);
    expect(await statuses(3)).toEqual([200, 200, 429]);
    expect(server.calls[0]).toEqual({ by: "evalsha", key: "daloy:rl:10000:g:k", args: ["10000", "1"] });
    const refused = await app.request("/");
    expect(refused.headers.get("ratelimit-reset")).toBe("9");
  });

  it("weighs the previous window as the store in memory does", async () => {
    const server = fakeServer();
    server.answer = async () => [1, 10, 7500];
    const store = redisRateLimitStore({ client: server.client, prefix: "p:" });
    expect(await store.hit("k", 10_000)).toEqual({ count: 3.5, hits: 1, resetMs: 2500 });
    await store.refund("k", 10_000);
    expect(server.calls.at(-1)).toEqual({ by: "evalsha", key: "p:10000:k", args: ["10000", "-1"] });
  });

  it("sends the script where the server does not know it, and only there", async () => {
    const server = fakeServer();
    server.answer = () => Promise.reject(new Error("NOSCRIPT No matching script. Please use EVAL."));
    const store = redisRateLimitStore({ client: server.client });
    expect(await store.hit("k", 1000)).toMatchObject({ hits: 1 });
    expect(server.calls.map(({ by }) => by)).toEqual(["evalsha", "eval"]);
  });
});

describe("when Redis fails", () => {
  it.each<[string, Answer]>([
    ["refuses the connection", down],
    ["never answers", () => new Promise(() => {})],
    ["answers something else", async () => "OK"],
    ["answers too little", async () => [1]],
    ["answers what is no number", async () => [1, "x", 3]],
  ])("and %s: open lets requests through, closed refuses them", async (_, answer) => {
    const server = fakeServer();
    server.answer = answer;
    const open = limitedBy(server.client);
    expect(await open.statuses(4)).toEqual([200, 200, 200, 200]);
    const closed = limitedBy(server.client, { onError: "closed" });
    expect(await closed.statuses(2)).toEqual([503, 503]);
    expect((await closed.app.request("/")).headers.get("retry-after")).toBe("1");
  });

  it("lets requests through by default, and does not claim to have counted them", async () => {
    const server = fakeServer();
    server.answer = down;
    const response = await limitedBy(server.client).app.request("/");
    expect([response.status, response.headers.has("ratelimit-remaining")]).toEqual([200, false]);
  });

  it("asks once a second, logs once a minute, and counts again once Redis is back", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const server = fakeServer();
      server.answer = down;
      const { statuses, logged, lines } = limitedBy(server.client, { onError: "closed" });
      expect(await statuses(10)).toEqual(Array(10).fill(503));
      expect(server.calls).toHaveLength(1);
      vi.advanceTimersByTime(1001);
      await statuses(10);
      expect(server.calls).toHaveLength(2);
      expect(logged("rate-limit-store-down")).toMatchObject([
        {
          level: "error",
          setting: "redisRateLimitStore.onError",
          onError: "closed",
          err: { message: "connect ECONNREFUSED" },
        },
      ]);
      vi.advanceTimersByTime(60_000);
      await statuses(1);
      expect(logged("rate-limit-store-down")).toHaveLength(2);
      vi.advanceTimersByTime(1001);
      server.answer = fakeServer().answer;
      expect(await statuses(3)).toEqual([200, 200, 429]);
      expect(logged("rate-limit-store-up")).toMatchObject([{ uncounted: 21 }]);
      expect(lines.filter((line) => line.level === "error")).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it("does not take a blocked event loop for a broken server", async () => {
    const server = fakeServer();
    // the answer is there in time, but this process is too busy to read it
    server.answer = () => {
      const answer = stat(".").then(() => [3, 0, 0]);
      const until = performance.now() + 120;
      while (performance.now() < until);
      return answer;
    };
    const { statuses } = limitedBy(server.client);
    expect(await statuses(1)).toEqual([429]);
  });
});

describe("adapters", () => {
  it("fit the argument lists of both clients", async () => {
    const seen: unknown[][] = [];
    const record = async (...args: unknown[]) => seen.push(args);
    const clients = [
      ioredisAdapter({ evalsha: record, eval: record }),
      nodeRedisAdapter({ evalSha: record, eval: record }),
    ];
    for (const client of clients) {
      await client.evalsha("sha", "k", ["1", "2"]);
      await client.eval("script", "k", ["1"]);
    }
    expect(seen).toEqual([
      ["sha", 1, "k", "1", "2"],
      ["script", 1, "k", "1"],
      ["sha", { keys: ["k"], arguments: ["1", "2"] }],
      ["script", { keys: ["k"], arguments: ["1"] }],
    ]);
  });

  it.each<[string, object]>([
    ["no client", { client: undefined }],
    ["a bare ioredis", { client: { evalsha() {}, eval() {}, sendCommand() {} } }],
    ["a bare node-redis", { client: { evalSha() {}, eval() {} } }],
    ["an unknown onError", { onError: "ajar" }],
    ["no time", { timeoutMs: 0 }],
    ["endless time", { timeoutMs: Number.POSITIVE_INFINITY }],
  ])("refuse %s", (_, options) => {
    const all = { client: fakeServer().client, ...options } as RedisRateLimitStoreOptions;
    expect(() => redisRateLimitStore(all)).toThrow(/^redisRateLimitStore\(\): /);
  });
});
