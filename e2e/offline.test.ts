import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../test/support/bundle.ts";
import { managerEnvironment } from "./support/managers.ts";
import { runProgram } from "./support/processes.ts";
import { fetchBun, fetchDeno } from "./support/runtimes.ts";

// A namespace that has a loopback interface and nothing else: what asks the network fails there.
const isolated = ["-n", "sh", "-c", 'ip link set lo up && exec "$0" "$@"', process.execPath];
const canIsolate = process.getuid?.() === 0 && spawnSync("unshare", [...isolated, "-e", ""]).status === 0;

let root: string;
let env: Record<string, string>;

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "create-daloy-offline-")));
  const machine = managerEnvironment({ pnpm: "10.34.9", yarn: "4.18.1" });
  const PATH = [dirname(fetchBun()), dirname(fetchDeno()), machine["PATH"]].join(delimiter);
  // Stores of this test alone, so that it knows what is in them.
  const own = {
    NPM_CONFIG_CACHE: "npm",
    BUN_INSTALL_CACHE_DIR: "bun",
    DENO_DIR: "deno",
    YARN_GLOBAL_FOLDER: "yarn",
  };
  const stores = Object.entries(own).map(([name, folder]) => [name, join(root, "stores", folder)]);
  env = { ...machine, PATH, ...Object.fromEntries(stores) };
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe.runIf(canIsolate)("--offline", () => {
  it.each([
    ["npm", "node"],
    ["pnpm", "node"],
    ["bun", "bun"],
    ["deno", "deno"],
  ])("makes a project from the store of %s, where there is no network", async (manager, runtime) => {
    const flags = ["--yes", "--json", "--no-git", "-p", manager, "-r", runtime];
    const warm = await runProgram(process.execPath, [bundle, `${manager}-warm`, "--no-smoke", ...flags], {
      cwd: root,
      env,
    });
    expect(warm.code, warm.stdout).toBe(0);
    const args = [...isolated, bundle, `${manager}-app`, "--offline", ...flags];
    const { code, stdout } = await runProgram("unshare", args, { cwd: root, env });
    const outcome = JSON.parse(stdout);
    expect(outcome.error).toBeUndefined();
    expect([code, outcome.install.ok, outcome.smoke.ok]).toEqual([0, true, true]);
    expect(outcome.warnings).toContainEqual(
      expect.objectContaining({ code: "offline", message: expect.stringContaining("Nobody was asked") }),
    );
  });

  it("upgrades from the store of yarn, which resolves by the lockfile alone", async () => {
    const flags = ["--yes", "--json"];
    const words = [bundle, "yarn-app", ...flags, "--no-git", "--no-smoke", "-p", "yarn"];
    const warm = await runProgram(process.execPath, words, { cwd: root, env });
    expect(warm.code, warm.stdout).toBe(0);
    const args = [...isolated, bundle, "yarn-app", "--offline", "--no-example", ...flags];
    const { code, stdout } = await runProgram("unshare", args, { cwd: root, env });
    const { error, status } = JSON.parse(stdout);
    expect([code, error, status]).toEqual([0, undefined, "upgraded"]);
  });

  it("keeps the project, and says what to do, when the store is empty", async () => {
    const args = [...isolated, bundle, "empty", "--offline", "--yes", "--json", "--no-git", "-p", "npm"];
    const bare = { ...env, NPM_CONFIG_CACHE: join(root, "stores/none") };
    const { code, stdout } = await runProgram("unshare", args, { cwd: root, env: bare });
    const { error } = JSON.parse(stdout);
    expect([code, error.code]).toEqual([1, "install-failed"]);
    expect(error.fix).toContain("takes the network: run `npm install` when there is one");
    expect(readFileSync(join(root, "empty/package.json"), "utf8")).toContain("@daloyjs/core");
  });
});
