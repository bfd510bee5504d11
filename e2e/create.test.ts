import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../test/support/bundle.ts";
import { managerEnvironment } from "./support/managers.ts";
import { runProgram, startServer } from "./support/processes.ts";
import { keys, Terminal } from "./support/terminal.ts";

let root: string;
let env: Record<string, string>;

beforeAll(async () => {
  // Outside of the repository: package managers look at the folders above.
  root = await realpath(await mkdtemp(join(tmpdir(), "create-daloy-e2e-")));
  env = managerEnvironment();
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe.each(["npm", "pnpm"])("a project with %s", (manager) => {
  const project = (...path: string[]) => join(root, `with-${manager}`, ...path);

  it("is created, installed from the registry, built and smoke-tested", async () => {
    const args = [bundle, `with-${manager}`, "--yes", "--json", "--package-manager", manager];
    const { code, stdout, stderr } = await runProgram(process.execPath, args, { cwd: root, env });
    expect(stderr).toBe("");
    const outcome = JSON.parse(stdout);
    expect(outcome).toMatchObject({ status: "created", install: { ok: true }, smoke: { ok: true } });
    expect(outcome.smoke.checks.length).toBeGreaterThan(0);
    expect(code).toBe(0);
    expect(existsSync(project(manager === "npm" ? "package-lock.json" : "pnpm-lock.yaml"))).toBe(true);
  });

  it.each(["typecheck", "build", "test", "smoke"])("runs its own %s script", async (script) => {
    const { code, stdout, stderr } = await runProgram(manager, ["run", script], { cwd: project(), env });
    expect(code, stdout + stderr).toBe(0);
  });

  it("starts and answers", async () => {
    const args = ["--enable-source-maps", "build/src/server.js"];
    const server = await startServer(process.execPath, args, {
      cwd: project(),
      env: { ...env, DALOY_ENV: "development" },
    });
    const daloy = project("node_modules/.bin/daloy");
    const { stdout: token } = await runProgram(daloy, ["token"], { cwd: project(), env });
    const write = (headers: Record<string, string>) =>
      fetch(`${server.origin}/books`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: '{"title": "Silent Spring", "author": "Rachel Carson"}',
      });
    expect((await write({})).status).toBe(401);
    const answered = await write({ authorization: `Bearer ${token.trim()}` });
    expect(answered.status).toBe(201);
    expect(answered.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await server.stop()).toBe(0);
  });
});

describe("a project in the directory at hand", () => {
  it("is made around an empty repository", async () => {
    const cwd = join(root, "here");
    await mkdir(cwd);
    await runProgram("git", ["init", "-q"], { cwd, env });
    const args = [bundle, ".", "--yes", "--no-install", "--json"];
    const { code, stdout } = await runProgram(process.execPath, args, { cwd, env });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      status: "created",
      answers: { name: "here" },
      next: ["npm install", "npm run dev"],
    });
    const ignored = await runProgram("git", ["check-ignore", ...readdirSync(cwd)], { cwd, env });
    expect(ignored.stdout).toBe(".env\n");
  });
});

describe("Ctrl-C in the middle of a real install", () => {
  it.each(["npm", "pnpm"])("ends %s and its children, and leaves nothing behind", async (manager) => {
    const cwd = join(root, `cancelled-${manager}`);
    await mkdir(cwd);
    const terminal = new Terminal(bundle, ["my-api", "--yes", "-p", manager], { cwd, env });
    await terminal.shows(`Installing with ${manager}`);
    await expect.poll(() => programsIn(cwd)).not.toEqual([]);
    terminal.type(keys.ctrlC);
    expect(await terminal.exitCode).toBe(130);
    expect(terminal.text).toContain("Cancelled. Nothing was left behind.");
    expect(readdirSync(cwd)).toEqual([]);
    expect(programsIn(cwd)).toEqual([]);
  });
});

/** The programs that work below a folder, which may be gone by now (Linux). */
function programsIn(directory: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`).startsWith(`${directory}/`);
    } catch {
      return false;
    }
  });
}
