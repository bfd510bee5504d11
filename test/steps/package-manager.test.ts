import { describe, expect, it } from "vitest";
import { protectionWarning } from "../../src/steps/manager-check.ts";
import {
  compareVersions,
  installCommand,
  protectionOf,
  scriptCommand,
  typed,
} from "../../src/steps/package-manager.ts";

it.each([
  ["npm", "10.8.2", "unproven"],
  ["npm", "10.9.0", "scripts"],
  ["npm", "11.9.9", "scripts"],
  ["npm", "11.10.0", "full"],
  ["npm", "12.2.0", "full"],
  ["pnpm", "9.14.0", "unproven"],
  ["pnpm", "9.15.0", "scripts"],
  ["pnpm", "10.15.1", "scripts"],
  ["pnpm", "10.16.1", "inexact"],
  ["pnpm", "10.17.0", "full"],
  ["pnpm", "10.34.9", "full"],
  ["pnpm", "11.0.0", "loose"],
  ["pnpm", "11.0.9", "full"],
  ["pnpm", "12.2.0", "loose"],
  ["pnpm", "12.3.0", "full"],
  ["pnpm", "12.21.0", "full"],
  ["yarn", "1.22.22", "unproven"],
  ["yarn", "4.9.4", "unproven"],
  ["yarn", "4.10.0", "full"],
  ["yarn", "4.18.1", "full"],
] as const)("%s %s: %s", (manager, version, holds) => {
  expect(protectionOf(manager, version)).toBe(holds);
  expect(protectionWarning(manager, version) === undefined).toBe(holds === "full");
});

it("names the version that lacks something, what it lacks, and what mends it", () => {
  expect(protectionWarning("npm", "10.9.0")).toEqual({
    code: "release-age-not-held",
    message: "npm 10.9.0 blocks install scripts, but does not hold back releases younger than a day.",
    fix: "Both protections hold from npm 11.10: `npm install --global npm@11`.",
  });
});

describe("compareVersions", () => {
  it.each([
    ["1.2.3", "1.2.3", 0],
    ["1.10.0", "1.9.0", 1],
    ["2.0.0", "10.0.0", -1],
    ["22.13.0", "22.13", 0],
    ["11.0.0-rc.1", "11.0.0", 0],
  ])("%s against %s", (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
  });
});

it("builds commands as a person would type them", () => {
  expect(typed(installCommand("npm"))).toBe("npm install");
  expect(typed(installCommand("pnpm"))).toBe("pnpm install --no-frozen-lockfile");
  expect(typed(installCommand("yarn"))).toBe("yarn install --no-immutable");
  expect(typed(scriptCommand("pnpm", "build"))).toBe("pnpm run build");
});
