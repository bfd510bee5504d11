import { expect, it } from "vitest";
import { packageManagers } from "../../src/answers/answers.ts";
import { checkManager } from "../../src/steps/manager-check.ts";
import type { RunOptions } from "../../src/steps/run.ts";
import { failed, notFound, succeeded } from "../support/world.ts";

const options: RunOptions = { cwd: ".", env: {}, signal: new AbortController().signal };

it("reads the version, past what else the manager prints", async () => {
  const run = async () => ({ ...succeeded, stdout: "a notice\n10.34.1\n" });
  expect(await checkManager("pnpm", run, options, "24.0.0")).toEqual({
    version: "10.34.1",
    warning: undefined,
  });
});

it.each(packageManagers)("says how to get a missing %s", async (manager) => {
  const checked = checkManager(manager, async () => notFound, options, "24.0.0");
  await expect(checked).rejects.toMatchObject({
    code: "manager-missing",
    fix: expect.stringContaining("--no-install"),
  });
});

it("explains why pnpm 11 does not run on an older Node", async () => {
  const words =
    "warn: This version of pnpm requires at least Node.js v22.13\n    at Module._load (loader:1031:13)";
  await expect(checkManager("pnpm", async () => failed(words), options, "20.20.2")).rejects.toMatchObject({
    code: "manager-broken",
    message: "pnpm 11 needs Node 22.13.0, and this is 20.20.2.",
    fix: expect.stringContaining("pnpm@10"),
  });
});

it("shows what a manager that does not run says", async () => {
  await expect(checkManager("npm", async () => failed("boom"), options, "24.0.0")).rejects.toMatchObject({
    code: "manager-broken",
    message: "npm is there, but does not run.\nboom",
  });
});

it.each(["1.22.22", "4.9.4", "4.17.0"])(
  "refuses yarn %s, with which the install itself would fail",
  async (version) => {
    const run = async () => ({ ...succeeded, stdout: `${version}\n` });
    await expect(checkManager("yarn", run, options, "24.0.0")).rejects.toMatchObject({
      code: "manager-too-old",
      message: expect.stringContaining(
        `yarn ${version} cannot install the project: it takes 4.17.1 or later.`,
      ),
      fix: expect.stringContaining("npm install --global @yarnpkg/cli-dist"),
    });
  },
);
