import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MemoryRateLimitStore } from "../templates/packages/core/src/index.ts";
import {
  type IoredisLike,
  ioredisAdapter,
  redisRateLimitStore,
} from "../templates/packages/core/src/rate-limit-redis/index.ts";
import { managerEnvironment } from "./support/managers.ts";
import { fetchPackages } from "./support/packages.ts";
import { type Server, startServer } from "./support/processes.ts";
import { RedisServer } from "./support/redis.ts";

type Client = IoredisLike & {
  keys(pattern: string): Promise<string[]>;
  pttl(key: string): Promise<number>;
  flushall(): Promise<unknown>;
  script(command: "FLUSH"): Promise<unknown>;
  disconnect(): void;
};

const core = new URL("../templates/packages/core/dist/", import.meta.url).href;
const program = fileURLToPath(new URL("programs/rate-limited-app.mjs", import.meta.url));

let packages: string;
let redis: RedisServer;
let client: Client;

beforeAll(async () => {
  packages = fetchPackages("redis-clients", { ioredis: "6.0.0", redis: "6.3.1" });
  redis = await RedisServer.start();
  const { Redis } = createRequire(packages)("ioredis") as {
    Redis: new (options: object) => Client & { on(event: "error", listener: () => void): Client };
  };
  client = new Redis({ port: redis.port, retryStrategy: () => 100 }).on("error", () => {});
});
beforeEach(() => client.flushall());
afterAll(async () => {
  client?.disconnect();
  await redis?.kill();
});

function startInstance(library: string, options: Record<string, string> = {}): Promise<Server> {
  return startServer(process.execPath, [program], {
    cwd: packages,
    env: {
      ...managerEnvironment(),
      CORE: core,
      PACKAGES: packages,
      CLIENT: library,
      REDIS_PORT: String(redis.port),
      ON_ERROR: "open",
      MAX: "5",
      ...options,
    },
  });
}

async function statuses({ origin }: Server, count: number): Promise<number[]> {
  const all = Array.from({ length: count }, async () => {
    const response = await fetch(`${origin}/limited`);
    await response.arrayBuffer();
    return response.status;
  });
  return await Promise.all(all);
}

const times = (count: number, status: number) => Array(count).fill(status);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.each(["ioredis", "redis"])("with %s", (library) => {
  it("two processes share a limit, and the total is exact", async () => {
    const both = await Promise.all([1, 2].map(() => startInstance(library, { MAX: "137" })));
    try {
      const answers = (await Promise.all(both.map((one) => statuses(one, 200)))).flat();
      expect(answers.filter((status) => status === 200)).toHaveLength(137);
      expect(answers.filter((status) => status === 429)).toHaveLength(263);
    } finally {
      await Promise.all(both.map((one) => one.stop()));
    }
  });

  it.each([
    ["open", 200],
    ["closed", 503],
  ])("fails %s when Redis is killed, and recovers", async (onError, whileDown) => {
    const instance = await startInstance(library, { ON_ERROR: onError });
    try {
      expect((await statuses(instance, 7)).sort()).toEqual([...times(5, 200), 429, 429]);
      await redis.kill();
      for (let i = 0; i < 3; i++) {
        const start = performance.now();
        expect(await statuses(instance, 8)).toEqual(times(8, whileDown));
        expect(performance.now() - start).toBeLessThan(1500);
        await pause(400);
      }
      await redis.restart();
      // the first that is counted again may be up to a second away
      await expect.poll(async () => await statuses(instance, 1), { timeout: 20_000 }).toEqual([429]);
      await client.flushall();
      expect((await statuses(instance, 7)).sort()).toEqual([...times(5, 200), 429, 429]);
    } finally {
      await instance.stop();
    }
  });

  it("fails open within its time when Redis hangs, and recovers", async () => {
    const instance = await startInstance(library);
    try {
      await statuses(instance, 6);
      redis.halt();
      const start = performance.now();
      expect(await statuses(instance, 8)).toEqual(times(8, 200));
      expect(performance.now() - start).toBeLessThan(1500);
      redis.resume();
      await expect.poll(async () => await statuses(instance, 1), { timeout: 20_000 }).toEqual([429]);
    } finally {
      redis.resume();
      await instance.stop();
    }
  });
});

describe("the script", () => {
  const store = () => redisRateLimitStore({ client: ioredisAdapter(client) });

  it("counts as the store in memory does", async () => {
    const [shared, memory] = [store(), new MemoryRateLimitStore()];
    const gaps: number[] = [];
    for (let i = 0; i < 90; i++) {
      const [inRedis, inMemory] = [await shared.hit("k", 1000), memory.hit("k", 1000)];
      gaps.push(Math.abs((inRedis?.count ?? 0) - inMemory.count));
      await pause(i % 30);
    }
    expect(Math.max(...gaps)).toBeLessThan(1);
  });

  it("lets keys expire with the window after their own", async () => {
    await store().hit("k", 60_000);
    expect(await client.keys("*")).toEqual(["daloy:rl:60000:k"]);
    const left = await client.pttl("daloy:rl:60000:k");
    expect(left).toBeGreaterThan(60_000);
    expect(left).toBeLessThanOrEqual(120_000);
    await store().hit("short", 1000);
    await pause(2100);
    expect(await client.keys("*short")).toEqual([]);
  });

  it("takes hits back, and leaves nothing behind for a key that was never counted", async () => {
    const one = store();
    await one.hit("k", 60_000);
    await one.hit("k", 60_000);
    await one.refund("k", 60_000);
    expect(await one.hit("k", 60_000)).toMatchObject({ hits: 2 });
    await one.refund("other", 60_000);
    expect(await client.keys("*other")).toEqual([]);
  });

  it("is sent again when the server forgot it", async () => {
    const one = store();
    await one.hit("k", 60_000);
    await client.script("FLUSH");
    expect(await one.hit("k", 60_000)).toMatchObject({ hits: 2 });
  });
});
