import { readFileSync } from "node:fs";
import { appendFile, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../test/support/bundle.ts";
import { cleanEnvironment } from "./support/environment.ts";
import { makeNextRelease, nextVersion } from "./support/next-release.ts";
import { runProgram } from "./support/processes.ts";
import { fetchBun, fetchDeno } from "./support/runtimes.ts";

let root: string;
let next: string;
let env: Record<string, string>;

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "create-daloy-upgrade-runtimes-")));
  next = await makeNextRelease(join(root, "next"));
  const machine = cleanEnvironment();
  env = { ...machine, PATH: [dirname(fetchBun()), dirname(fetchDeno()), machine["PATH"]].join(delimiter) };
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function run(command: string, ...args: string[]) {
  const { code, stdout, stderr } = await runProgram(process.execPath, [command, ...args, "--json"], {
    cwd: root,
    env,
  });
  const outcome = JSON.parse(stdout);
  expect([code, outcome.error], stderr).toEqual([0, undefined]);
  return outcome;
}

describe.each([
  ["bun", "bun"],
  ["deno", "deno"],
  ["cloudflare", "npm"],
  ["vercel", "npm"],
  ["lambda", "npm"],
])("a project for %s", (runtime, manager) => {
  const project = (path: string) => join(root, runtime, path);

  it("moves to the next release, with its framework checked and its app proven", async () => {
    await run(bundle, runtime, "--name", "shop-api", "--yes", "-r", runtime, "-p", manager, "--no-smoke");
    await appendFile(project("README.md"), "\nMine.\n");
    await appendFile(project("test/auth.test.ts"), "// mine\n");
    const outcome = await run(next, runtime);
    expect(outcome).toMatchObject({
      status: "upgraded",
      version: nextVersion,
      install: { ok: true },
      smoke: { ok: true },
    });
    // What could not be compared would be a warning.
    const codes = outcome.warnings.map(({ code }: { code: string }) => code);
    expect(codes).not.toContain("framework-unchecked");
    expect(outcome.smoke.checks.length).toBeGreaterThan(25);
    expect(readFileSync(project("vendor/daloyjs-core/dist/index.js"), "utf8")).toContain(nextVersion);
    expect(readFileSync(project("README.md"), "utf8")).toMatch(/\nMine\.\n$/);
    expect(readFileSync(project("test/auth.test.ts"), "utf8")).toMatch(/\/\/ mine\n$/);
    expect((await run(next, runtime)).status).toBe("unchanged");
  });
});

it("moves a project from one runtime to another, and its package manager with it", async () => {
  await run(bundle, "moving", "--yes", "-p", "npm", "--no-smoke");
  await appendFile(join(root, "moving/src/app.ts"), "// mine\n");
  const outcome = await run(bundle, "moving", "-r", "deno");
  expect(outcome).toMatchObject({
    status: "upgraded",
    answers: { runtime: "deno", packageManager: "deno", docker: true },
    smoke: { ok: true },
  });
  const removed = { path: "package-lock.json", action: "delete" };
  expect(outcome.files).toContainEqual(removed);
  expect(readFileSync(join(root, "moving/src/app.ts"), "utf8")).toContain("// mine\n");
});
