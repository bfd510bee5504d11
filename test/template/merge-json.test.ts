import { describe, expect, it } from "vitest";
import { mergeJson } from "../../src/template/merge-json.ts";

const merge = (...values: unknown[]) =>
  JSON.parse(
    mergeJson(
      "x.json",
      values.map((value, index) => ({
        layer: `layer-${index + 1}`,
        text: typeof value === "string" ? value : JSON.stringify(value),
      })),
    ),
  );

describe("mergeJson", () => {
  it.each([
    ["keys of both, the first layer's first", [{ b: 1 }, { a: 2 }], { b: 1, a: 2 }],
    [
      "objects by key",
      [{ o: { a: 1, n: { x: 1 } } }, { o: { b: 2, n: { y: 2 } } }],
      { o: { a: 1, n: { x: 1, y: 2 }, b: 2 } },
    ],
    ["arrays by concatenation", [{ a: [1, 2] }, { a: [3] }], { a: [1, 2, 3] }],
    [
      "arrays without duplicates, deeply",
      [{ a: [{ k: [1] }, "x"] }, { a: [{ k: [1] }, "y"] }],
      { a: [{ k: [1] }, "x", "y"] },
    ],
    [
      "equal scalars",
      [
        { a: "x", n: null },
        { a: "x", n: null },
      ],
      { a: "x", n: null },
    ],
    ["three layers", [{ a: { x: 1 } }, { a: { y: 2 } }, { a: { z: 3 } }], { a: { x: 1, y: 2, z: 3 } }],
    ["empty objects", [{}, { a: {} }], { a: {} }],
  ])("merges %s", (_, values, expected) => {
    const merged = merge(...values);
    expect(merged).toEqual(expected);
    expect(JSON.stringify(merged)).toBe(JSON.stringify(expected));
  });

  it.each([
    ["scalars", [{ a: 1 }, { a: 2 }], /"layer-1" and "layer-2" give "a" different values \(1 and 2\)/],
    ["an object and a scalar", [{ a: {} }, { a: 2 }], /give "a" different values/],
    ["an array and an object", [{ a: [] }, { a: {} }], /give "a" different values/],
    ["null and an object", [{ a: null }, { a: {} }], /give "a" different values/],
    [
      "the layer that set the key, not the one before",
      [{ a: { k: 1 } }, { b: 1 }, { a: { k: 2 } }],
      /"layer-1" and "layer-3" give "a\.k"/,
    ],
    [
      "a key added inside an object by a later layer",
      [{ a: {} }, { a: { k: 1 } }, { a: { k: 2 } }],
      /"layer-2" and "layer-3"/,
    ],
  ])("refuses a clash and names both layers: %s", (_, values, message) => {
    expect(() => merge(...values)).toThrow(message);
  });

  it("refuses what is not a JSON object, naming the layer", () => {
    expect(() => merge("{", "{}")).toThrow(/"layer-1" is not JSON/);
    expect(() => merge("{}", "[]")).toThrow(/"layer-2" is not a JSON object/);
  });

  it("refuses __proto__ instead of setting a prototype", () => {
    expect(() => merge("{}", '{"a":{"__proto__":{"polluted":1}}}')).toThrow(/a\.__proto__/);
  });
});
