import { expect, it } from "vitest";
import type { Settings } from "../../src/options.ts";
import { nextSteps, type Reached } from "../../src/report/next-steps.ts";

const settings: Settings = {
  directory: "my api",
  name: "my-api",
  runtime: "node",
  packageManager: "pnpm",
  proxy: "unset",
  example: true,
  install: true,
  smoke: true,
  git: true,
};
const steps = (reached: Partial<Reached>, given: Partial<Settings> = {}) =>
  nextSteps({ ...settings, ...given }, { installed: true, smokeFailed: false, ...reached }, "linux");

it("goes in and starts", () => {
  expect(steps({})).toEqual(["cd 'my api'", "pnpm run dev"]);
  expect(steps({}, { directory: "." })).toEqual(["pnpm run dev"]);
});

it("installs first what is not installed", () => {
  expect(steps({ installed: false }, { packageManager: "npm" })).toEqual([
    "cd 'my api'",
    "npm install",
    "npm run dev",
  ]);
});

it("leads back to what did not pass", () => {
  expect(steps({ smokeFailed: true })).toEqual(["cd 'my api'", "pnpm run build", "pnpm run smoke"]);
});
