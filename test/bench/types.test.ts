import { expect, test } from "vitest";

interface Cost {
  readonly count: number;
  readonly instantiations: number;
}

interface TypeCost {
  measureTypes(contender: string, shape: string, count: number): Cost;
  perRoute(less: Cost, more: Cost): number;
  costOf(name: string, files: Record<string, string>): unknown;
}

const { measureTypes, perRoute, costOf }: TypeCost = await import(
  new URL("../../bench/lib/type-cost.mjs", import.meta.url).href
);

/** A few seconds of the compiler's; a machine that is busy takes many times that. */
const timeout = 180_000;

test.each([
  ["shared", 250],
  ["inline", 750],
])(
  "a route with %s schemas and its typed call cost at most %i type instantiations",
  { timeout },
  (shape, budget) => {
    const measure = (count: number) => measureTypes("daloy-records", shape, count);
    const [small, middle, large] = [measure(20), measure(60), measure(140)];
    const further = perRoute(middle, large);
    expect(further).toBeLessThanOrEqual(budget);
    // each further route costs what the ones before did
    expect(further).toBeLessThanOrEqual(perRoute(small, middle) * 1.02);
  },
);

test("a program that does not compile is no figure", { timeout }, () => {
  expect(() => costOf("broken", { "a.ts": "export const a: string = 1;" })).toThrow(/TS2322/);
});
