import { expect, it } from "vitest";
import type { Settings } from "../../src/options.ts";
import { nextSteps, type Reached } from "../../src/report/next-steps.ts";
import { defaultSettings } from "../support/settings.ts";

const settings: Settings = {
  ...defaultSettings,
  directory: "my api",
  packageManager: "pnpm",
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
