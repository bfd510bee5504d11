import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort, runProgram, type Server, startServer } from "../support/processes.ts";
import { RedisServer } from "../support/redis.ts";
import { fetchDeno } from "../support/runtimes.ts";
import { counted, statuses } from "../support/statuses.ts";
import { type Created, createProject } from "./create.ts";
import { startWords } from "./deno-start.ts";

let redis: RedisServer;
let project: Created;

beforeAll(async () => {
  redis = await RedisServer.start();
  const flags = ["--rate-limit", "redis", "--auth", "bearer", "--no-smoke"];
  project = await createProject("deno", fetchDeno(), flags);
});
afterAll(async () => {
  await redis?.kill();
  if (project) await rm(join(project.directory, ".."), { recursive: true, force: true });
});

/** The project's own start, which may reach its own port, Redis and nothing else. */
async function narrowStart(port: number): Promise<string[]> {
  const reach = `--allow-net=127.0.0.1:${port},127.0.0.1:${redis.port}`;
  const words = await startWords(project);
  expect(words).toContain("--allow-net");
  return words.map((word) => (word === "--allow-net" ? reach : word));
}

async function startInstance(limit: number): Promise<Server> {
  const port = await freePort();
  return startServer(fetchDeno(), await narrowStart(port), {
    cwd: project.directory,
    env: {
      ...project.env,
      PORT: String(port),
      LOAD_SHEDDING: "off",
      RATE_LIMIT_PER_MINUTE: String(limit),
      REDIS_URL: `redis://127.0.0.1:${redis.port}`,
    },
  });
}

it("two instances share one limit, with the permission for Redis and their own port alone", async () => {
  await redis.kill();
  await redis.restart();
  const both = await Promise.all([1, 2].map(() => startInstance(137)));
  try {
    const answers = (await Promise.all(both.map((one) => statuses(one, 200)))).flat();
    // waiting for each to come up has counted too
    expect(counted(answers, 200)).toBeGreaterThan(100);
    expect(counted(answers, 200)).toBeLessThan(137);
    expect(counted(answers, 200) + counted(answers, 429)).toBe(400);
  } finally {
    expect(await Promise.all(both.map((one) => one.stop()))).toEqual([0, 0]);
  }
});

it("lets requests through while Redis is away, and counts again when it is back", async () => {
  await redis.kill();
  const instance = await startInstance(5);
  try {
    expect(counted(await statuses(instance, 9), 200)).toBe(9);
    await redis.restart();
    await expect
      .poll(async () => (await statuses(instance, 9)).includes(429), { timeout: 20_000 })
      .toBe(true);
  } finally {
    await instance.stop();
  }
});

it("reaches nothing else with that permission", async () => {
  const probe = `try { await Deno.connect({ hostname: "127.0.0.1", port: 9 }); } catch (error) { console.log(error.name); }`;
  await writeFile(join(project.directory, "src/probe.ts"), probe);
  const words = await narrowStart(await freePort());
  const { stdout } = await runProgram(
    fetchDeno(),
    words.map((word) => (word === "src/server.ts" ? "src/probe.ts" : word)),
    { cwd: project.directory, env: { ...project.env, REDIS_URL: `redis://127.0.0.1:${redis.port}` } },
  );
  expect(stdout.trim()).toBe("NotCapable");
});

it("does not start its guarded fetch where it may not see whether a proxy is set", async () => {
  const port = await freePort();
  const words = (await narrowStart(port)).map((word) => word.replace("HTTP_PROXY,http_proxy,", ""));
  const { code, stdout, stderr } = await runProgram(fetchDeno(), words, {
    cwd: project.directory,
    env: { ...project.env, PORT: String(port), REDIS_URL: `redis://127.0.0.1:${redis.port}` },
  });
  expect(stdout + stderr).toContain("--allow-env=HTTP_PROXY,http_proxy");
  expect(code).toBe(1);
});
