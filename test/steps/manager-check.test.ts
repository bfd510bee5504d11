import { expect, it } from "vitest";
import { packageManagers } from "../../src/answers/answers.ts";
import type { CreateError } from "../../src/errors.ts";
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

it.each([
  ["yarn", "1.22.22", "1.22.22", "4.17.1", "npm install --global @yarnpkg/cli-dist"],
  ["yarn", "4.9.4", "4.9.4", "4.17.1", "npm install --global @yarnpkg/cli-dist"],
  ["yarn", "4.17.0", "4.17.0", "4.17.1", "npm install --global @yarnpkg/cli-dist"],
  ["deno", "2.7.12", "deno 2.7.12 (stable, release, x86_64-unknown-linux-gnu)", "2.7.13", "deno upgrade"],
] as const)(
  "refuses %s %s, with which a project does not work",
  async (manager, version, stdout, from, getIt) => {
    const run = async () => ({ ...succeeded, stdout: `${stdout}\n` });
    await expect(checkManager(manager, run, options, "24.0.0")).rejects.toMatchObject({
      code: "manager-too-old",
      message: expect.stringContaining(
        `${manager} ${version} is too old for the project, which takes ${from} or later. Earlier ones `,
      ),
      fix: expect.stringContaining(
        `${getIt}\`, ${manager === "deno" ? "or add" : "choose another with --package-manager, or add"}`,
      ),
    });
  },
);

it.each(packageManagers)("offers another manager than %s only where there is one", async (manager) => {
  const said: unknown = await checkManager(manager, async () => notFound, options, "24.0.0").catch(
    ({ fix }: CreateError) => fix,
  );
  const offer = expect.stringContaining("--package-manager");
  expect(said).toEqual(manager === "deno" ? expect.not.stringContaining("--package-manager") : offer);
});
