import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { naiveConfig } from "./support/config.ts";
import { naiveProject, openWorkshop, realProject, type Workshop } from "./support/projects.ts";

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
}, 60_000);
afterAll(() => workshop.dispose());

function start(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [`${workshop.tool}/daloy.js`, ...args], {
    cwd,
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const seen = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    seen.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    seen.stderr += text;
  });
  const ended = once(child, "close").then(([code]) => ({ code, ...seen }));
  return { child, seen, ended };
}

const daloy = (args: readonly string[], cwd: string, env?: NodeJS.ProcessEnv) => start(args, cwd, env).ended;

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20);
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** An app that never answers, with a child of its own; it leaves both their ids in a file. */
const hangingServer = `import { spawn } from "node:child_process";
import { renameSync, writeFileSync } from "node:fs";
const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
writeFileSync("pids.part", JSON.stringify([process.pid, child.pid]));
renameSync("pids.part", "pids");
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => {});
setInterval(() => {}, 1000);`;

async function pidsFrom(project: string): Promise<number[]> {
  await until(() => existsSync(join(project, "pids")));
  return JSON.parse(await readFile(join(project, "pids"), "utf8"));
}

const realApp = `import { App, bearerAuth, cors, fetchGuard } from "@daloyjs/core";
import { z } from "zod";
export function createApp(get) {
  const app = new App({ logger: { level: "warn" } });
  const origin = get("CORS_ORIGINS");
  if (origin) app.use(cors({ origin }));
  const auth = { auth: { scheme: "bearer" }, hooks: bearerAuth({ tokens: [get("API_WRITE_TOKEN")] }) };
  const guarded = fetchGuard();
  return app.healthcheck().metrics({ token: get("METRICS_TOKEN") })
    .route({
      method: "POST", path: "/books", operationId: "createBook", ...auth,
      request: { body: z.object({ title: z.string() }) },
      responses: { 201: { description: "Created", body: z.object({ title: z.string() }) } },
      handler: ({ body }) => ({ status: 201, body }),
    })
    .route({
      method: "POST", path: "/fetch-cover", operationId: "fetchCover", ...auth,
      request: { body: z.object({ url: z.url() }) },
      responses: { 204: { description: "Fetched" }, 400: { description: "Refused" } },
      handler: ({ body }) => guarded(body.url).then(() => ({ status: 204 }), () => ({ status: 400, body: {} })),
    });
}`;

describe("daloy smoke", () => {
  it("holds for an app on the real framework", async () => {
    const refusals = [
      ...naiveConfig.refusals,
      { name: "placeholder secret", env: { API_WRITE_TOKEN: "changeme" }, guard: "weak-secret" },
      { name: "metrics without a token", env: { METRICS_TOKEN: "" }, guard: "open-metrics" },
    ];
    const project = await realProject(workshop, realApp, { smoke: { ...naiveConfig, refusals } });
    const { code, stdout, stderr } = await daloy(["smoke", "--json", "--progress"], project, {
      NODE_ENV: "test",
    });
    const report = JSON.parse(stdout);
    expect(report.checks.filter(({ ok }: { ok: boolean }) => !ok)).toEqual([]);
    expect({ code, schema: report.schema, ok: report.ok }).toEqual({ code: 0, schema: 1, ok: true });
    expect(Object.keys(report.checks[0])).toEqual(["name", "ok", "ms", "detail"]);
    const told = stderr
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).check);
    expect(told).toHaveLength(report.checks.length);
    expect(report.checks).toEqual(expect.arrayContaining(told));
  });

  it("prints a line for each check, and exits 4 when something was found", async () => {
    const project = await naiveProject(workshop, ["docs"]);
    const { code, stdout, stderr } = await daloy(["smoke"], project, { LC_ALL: "C", NO_COLOR: "1" });
    expect(code).toBe(4);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^ok {3}starts in production \(\d+ ms\)$/m);
    expect(stdout).toMatch(/^FAIL the docs are off\n {4}\| expected 404 for \/docs, got 200/m);
    expect(stdout).toMatch(/\n1 of 31 checks failed \(.+\)\n$/);
  });

  it("prints a document when it cannot work, too", async () => {
    const project = await naiveProject(workshop, [], { build: "exit 3" });
    const { code, stdout, stderr } = await daloy(["smoke", "--json"], project);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      schema: 1,
      ok: false,
      checks: [],
      error: { message: "The build failed: exit 3", fix: expect.stringContaining("Mend what it names") },
    });
    expect(stderr).toContain("The build failed");
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("ends everything it started on %s", async (signal) => {
    const files = { "build/src/server.js": hangingServer };
    const project = await naiveProject(workshop, [], { files });
    const { child, ended } = start(["smoke"], project);
    const pids = await pidsFrom(project);
    child.kill(signal);
    expect((await ended).code).toBe(130);
    await until(() => !pids.some(isAlive));
  });
});
