import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { randomSecrets } from "../../src/random-secrets.ts";
import { build } from "../../test/support/build.ts";
import {
  linkDependencies,
  remove,
  renderProject,
  runScript,
  textOf,
  writeProject,
} from "../../test/templates/rendered-project.ts";
import { type Server, startServer } from "../support/processes.ts";
import { RedisServer } from "../support/redis.ts";
import { counted, statuses } from "../support/statuses.ts";

let directory: string;
let redis: RedisServer;
let client: {
  connect(): Promise<unknown>;
  flushAll(): Promise<unknown>;
  keys(pattern: string): Promise<string[]>;
  destroy(): void;
};

beforeAll(async () => {
  await build();
  redis = await RedisServer.start();
  const tree = await renderProject({ rateLimit: "redis", auth: "bearer" }, randomSecrets);
  directory = await writeProject(tree);
  await linkDependencies(directory);
  const { scripts } = JSON.parse(textOf(tree, "package.json"));
  expect((await runScript(directory, scripts.build)).output).toBe("");
  const { createClient } = createRequire(join(directory, "package.json"))("@redis/client");
  client = createClient({ url: `redis://127.0.0.1:${redis.port}`, socket: { reconnectStrategy: 50 } }).on(
    "error",
    () => {},
  );
  await client.connect();
}, 120_000);
// What was counted before would keep the next instance from coming up: health is counted too.
beforeEach(() => client.flushAll());
afterAll(async () => {
  client?.destroy();
  await redis?.kill();
  await remove(directory);
});

/** An instance of the project in production, with the secrets of its `.env`. */
function startInstance(variables: Record<string, string> = {}): Promise<Server> {
  return startServer(process.execPath, ["--enable-source-maps", "build/src/server.js"], {
    cwd: directory,
    env: {
      PATH: process.env["PATH"] ?? "",
      LOG_LEVEL: "error",
      LOAD_SHEDDING: "off",
      REDIS_URL: `redis://127.0.0.1:${redis.port}`,
      ...variables,
    },
  });
}

describe("a project that counts in Redis", () => {
  it("shares one limit between two instances, exactly", async () => {
    const both = await Promise.all([1, 2].map(() => startInstance({ RATE_LIMIT_PER_MINUTE: "137" })));
    try {
      // Waiting for each to come up has counted too.
      await client.flushAll();
      const answers = (await Promise.all(both.map((one) => statuses(one, 200)))).flat();
      expect([counted(answers, 200), counted(answers, 429)]).toEqual([137, 263]);
      for (const key of await client.keys("*")) expect(key).toMatch(/^@acme\/shop-api:rate-limit:60000:app:/);
    } finally {
      await Promise.all(both.map((one) => one.stop()));
    }
  });

  it("lets requests through while Redis is away, and counts again when it is back", async () => {
    const instance = await startInstance({ RATE_LIMIT_PER_MINUTE: "5" });
    try {
      await client.flushAll();
      expect(counted(await statuses(instance, 9), 429)).toBe(4);
      await redis.kill();
      expect(counted(await statuses(instance, 9), 200)).toBe(9);
      await redis.restart();
      await expect
        .poll(async () => (await statuses(instance, 9)).includes(429), { timeout: 20_000 })
        .toBe(true);
    } finally {
      await instance.stop();
    }
  });

  it("starts without Redis, and counts once it is there", async () => {
    await redis.kill();
    const instance = await startInstance({ RATE_LIMIT_PER_MINUTE: "5" });
    try {
      expect(counted(await statuses(instance, 9), 200)).toBe(9);
      await redis.restart();
      await expect
        .poll(async () => (await statuses(instance, 9)).includes(429), { timeout: 20_000 })
        .toBe(true);
    } finally {
      expect(await instance.stop()).toBe(0);
    }
  });

  it("closes its connection when it stops, and ends", async () => {
    const instance = await startInstance();
    const started = performance.now();
    expect(await instance.stop()).toBe(0);
    // Far below the grace of 10 s after which it would be ended by force.
    expect(performance.now() - started).toBeLessThan(8000);
  });
});
