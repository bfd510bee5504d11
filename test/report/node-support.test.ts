import { expect, it } from "vitest";
import { nodeWarning, requireNode } from "../../src/report/node-support.ts";

it.each([
  ["20.20.2", "2026-04-30", false],
  ["20.20.2", "2026-05-01", true],
  ["22.23.3", "2026-11-22", false],
  ["23.11.0", "2026-11-22", true],
  ["24.21.0", "2026-11-22", false],
  ["99.0.0", "2099-01-01", false],
])("Node %s on %s: past its end of life %s", (version, day, past) => {
  expect(nodeWarning(version, new Date(day)) !== undefined).toBe(past);
});

it("refuses what is below the floor", () => {
  expect(() => requireNode("20.18.9")).toThrow("needs Node 20.19.0 or later, and this is 20.18.9");
  expect(() => requireNode("20.19.0")).not.toThrow();
});
