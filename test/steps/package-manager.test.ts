import { describe, expect, it } from "vitest";
import { packageManagers } from "../../src/answers/answers.ts";
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
  ["bun", "1.1.45", "unproven"],
  ["bun", "1.2.23", "scripts"],
  ["bun", "1.3.0", "full"],
  ["bun", "1.4.5", "full"],
  ["deno", "2.5.7", "unproven"],
  ["deno", "2.6.0", "full"],
  ["deno", "2.9.6", "full"],
] as const)("%s %s: %s", (manager, version, holds) => {
  expect(protectionOf(manager, version)).toBe(holds);
  expect(protectionWarning(manager, version) === undefined).toBe(holds === "full");
});

it.each([
  [
    "npm",
    "10.9.0",
    "release-age-not-held",
    "npm 10.9.0 blocks install scripts, but does not hold back releases younger than a day.",
    "Both protections hold from npm 11.10: `npm install --global npm@11`.",
  ],
  [
    "pnpm",
    "11.0.0",
    "release-age-not-strict",
    "pnpm 11.0.0 installs a release younger than a day when no older one fits.",
    "Both protections hold from pnpm 10.17: `npm install --global pnpm@10`.",
  ],
  [
    "bun",
    "1.2.23",
    "release-age-not-held",
    "bun 1.2.23 blocks install scripts, but does not hold back releases younger than a day.",
    "Both protections hold from bun 1.3: `bun upgrade`.",
  ],
  [
    "deno",
    "2.5.7",
    "protections-not-proven",
    "deno 2.5.7 does not hold back releases younger than a day, and was not tried at blocking install scripts.",
    "Both protections hold from deno 2.6: `deno upgrade`.",
  ],
] as const)("names what %s %s lacks, and what mends it", (manager, version, code, message, fix) => {
  expect(protectionWarning(manager, version)).toEqual({ code, message, fix });
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
  const offline = packageManagers.map((manager) => typed(installCommand(manager, true)));
  expect(offline).toEqual([
    "npm install --offline",
    "pnpm install --no-frozen-lockfile --offline",
    "yarn install --no-immutable",
    "bun install --offline",
    "deno install --cached-only",
  ]);
});
