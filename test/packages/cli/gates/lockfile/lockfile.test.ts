import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { lockfile } from "../../../../../templates/packages/cli/src/gates/lockfile/lockfile.ts";
import { createGateContext } from "../../../../../templates/packages/cli/src/verify/context.ts";
import { temporaryDirectory } from "../../../../support/temporary.ts";
import { judge, places, prove } from "../support/prove.ts";

prove(lockfile);

it.each([
  ["npm", "package-lock.json"],
  ["pnpm", "pnpm-lock.yaml"],
  ["yarn", "yarn.lock"],
  ["bun", "bun.lock"],
])("misses the lockfile of %s", async (name, file) => {
  const manifest = JSON.stringify({ devEngines: { packageManager: { name } } });
  const found = await judge(lockfile, new Map([["package.json", manifest]]));
  expect(places(found)).toEqual([`${file}:1 missing`]);
});

it("misses the lockfile of Deno, and finds one of Yarn that is empty, as it is rendered", async () => {
  const deno = new Map([
    ["package.json", "{}"],
    ["deno.json", "{}"],
  ]);
  expect(places(await judge(lockfile, deno))).toEqual(["deno.lock:1 missing"]);
  const yarn = new Map([
    ["package.json", '{ "packageManager": "yarn@4.18.1" }'],
    ["yarn.lock", ""],
  ]);
  expect(places(await judge(lockfile, yarn))).toEqual(["yarn.lock:1 missing"]);
});

it("never repeats a password of a URL", async () => {
  const resolved = "https://user:hunter2-of-the-mirror@evil.example/ms/-/ms-2.1.3.tgz";
  const lock = {
    lockfileVersion: 3,
    packages: {
      "": { dependencies: { ms: "2.1.3" } },
      "node_modules/ms": { version: "2.1.3", resolved },
    },
  };
  const files = new Map([
    ["package.json", '{ "dependencies": { "ms": "2.1.3" } }'],
    ["package-lock.json", JSON.stringify(lock)],
  ]);
  expect(JSON.stringify(await judge(lockfile, files))).not.toContain("hunter2");
});

describe("a lockfile that git", () => {
  const git = async (directory: string, ...args: string[]) =>
    promisify(execFile)("git", args, { cwd: directory });

  async function project(): Promise<string> {
    const directory = await temporaryDirectory();
    await writeFile(join(directory, "package.json"), "{}");
    await writeFile(join(directory, "package-lock.json"), '{ "lockfileVersion": 3, "packages": { "": {} } }');
    await git(directory, "init", "-q");
    return directory;
  }
  async function found(directory: string): Promise<string[]> {
    const env = { HOME: "/nowhere" };
    const context = createGateContext({ directory, config: {}, env, now: new Date() });
    const outcome = await lockfile.run(context);
    return "skipped" in outcome ? [outcome.skipped] : places(outcome);
  }

  it("has not been told of is found as soon as package.json is tracked", async () => {
    const directory = await project();
    expect(await found(directory)).toEqual([]);
    await git(directory, "add", "package.json");
    expect(await found(directory)).toEqual(["package-lock.json:1 untracked"]);
    await git(directory, "add", "package-lock.json");
    expect(await found(directory)).toEqual([]);
  });

  it("ignores is found", async () => {
    const directory = await project();
    await writeFile(join(directory, ".gitignore"), "*-lock.json\n");
    await git(directory, "add", ".");
    expect(await found(directory)).toEqual(["package-lock.json:1 untracked"]);
  });
});
