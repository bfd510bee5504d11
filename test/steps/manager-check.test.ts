import { expect, it } from "vitest";
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

it.each(["npm", "pnpm"] as const)("says how to get a missing %s", async (manager) => {
  const checked = checkManager(manager, async () => notFound, options, "24.0.0");
  await expect(checked).rejects.toMatchObject({
    code: "manager-missing",
    fix: expect.stringContaining("--no-install"),
  });
});

it("explains why pnpm 11 does not run on an older Node", async () => {
  const words = "This version of pnpm requires at least Node.js v22.13";
  const checked = checkManager("pnpm", async () => failed(words), options, "20.20.2");
  await expect(checked).rejects.toMatchObject({
    code: "manager-broken",
    message: expect.stringMatching(/pnpm 11 needs Node 22\.13\.0, and this is 20\.20\.2\.\nThis version/),
    fix: expect.stringContaining("pnpm@10"),
  });
});
