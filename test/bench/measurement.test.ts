import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

interface Ratio {
  median: number;
  low: number;
  high: number;
}

const bench = (path: string) => new URL(`../../bench/${path}`, import.meta.url);
const {
  median,
  quantile,
  ratioToFloor,
}: {
  median(values: number[]): number;
  quantile(values: number[], q: number): number;
  ratioToFloor(floor: number[], costs: number[]): Ratio;
} = await import(bench("lib/statistics.mjs").href);
const { parseCpuTicks }: { parseCpuTicks(stat: string): number } = await import(
  bench("lib/cpu-time.mjs").href
);
const { parseCpuList }: { parseCpuList(list: string): number[] } = await import(bench("lib/cores.mjs").href);

describe("statistics", () => {
  it("takes medians without changing the samples", () => {
    const samples = [9, 1, 5, 3];
    expect(median(samples)).toBe(4);
    expect(median([7])).toBe(7);
    expect(quantile([0, 10], 0.25)).toBe(2.5);
    expect(samples).toEqual([9, 1, 5, 3]);
    expect(() => median([])).toThrow(RangeError);
  });

  it("compares a cost with the floor of its own round, so a slow spell cancels out", () => {
    expect(ratioToFloor([10, 40, 10], [20, 80, 20])).toEqual({ median: 0.5, low: 0.5, high: 0.5 });
    const positive = fc.array(fc.double({ min: 1, max: 1e3, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(positive, (floor) => {
        const { low, median: middle, high } = ratioToFloor(floor, floor);
        expect([low, middle, high]).toEqual([1, 1, 1]);
      }),
    );
  });
});

describe("what the kernel reports", () => {
  it.each([
    ["a plain name", "7 (node) S 1 7 7 0 -1 4194560 900 0 0 0 120 34 0 0 20 0 11 0 500"],
    [
      "a name with spaces and brackets",
      "7 (a) S 9 (b) S 1 7 7 0 -1 4194560 900 0 0 0 120 34 0 0 20 0 11 0 500",
    ],
  ])("adds user and system time behind %s", (_, stat) => {
    expect(parseCpuTicks(stat)).toBe(154);
  });

  it.each([
    ["0", [0]],
    ["0-1", [0, 1]],
    ["0,2-4,8\n", [0, 2, 3, 4, 8]],
  ])("reads the CPU list %j", (list, cpus) => {
    expect(parseCpuList(list)).toEqual(cpus);
  });
});

describe("the runner's options", () => {
  it.each([
    [["--only", "hono,nobody"], "--only knows raw, hono, fastify, h3, daloy; not nobody."],
    [["--rounds", "0"], '--rounds takes a whole number from 1 up, not "0".'],
    [["--seconds", "1.5"], '--seconds takes a whole number from 1 up, not "1.5".'],
    [["--fast"], "--fast"],
  ])("answers %j with exit code 2 and the fix", (args, message) => {
    const { status, stderr } = spawnSync(process.execPath, [fileURLToPath(bench("run.mjs")), ...args], {
      encoding: "utf8",
    });
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
