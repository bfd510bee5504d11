import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { mergeYaml } from "../../src/template/merge-yaml.ts";

const merge = (...texts: string[]) =>
  mergeYaml(
    "x.yaml",
    texts.map((text, index) => ({ layer: `layer-${index + 1}`, text })),
  );

describe("mergeYaml", () => {
  it.each([
    ["keys of both", ["a: 1\n", "b: 2\n"], { a: 1, b: 2 }],
    ["mappings by key", ["o:\n  a: 1\n", "o:\n  b: 2\n"], { o: { a: 1, b: 2 } }],
    ["sequences without duplicates", ["s: [a, b]\n", "s: [b, c]\n"], { s: ["a", "b", "c"] }],
    ["sequences of mappings", ["s:\n  - k: 1\n", "s:\n  - k: 1\n  - k: 2\n"], { s: [{ k: 1 }, { k: 2 }] }],
    ["equal scalars", ["a: yes\n", 'a: "yes"\n'], { a: "yes" }],
    ["null with null", ["a:\n", "a: null\n"], { a: null }],
    ["three layers", ["a: {x: 1}\n", "a: {y: 2}\n", "a: {z: 3}\n"], { a: { x: 1, y: 2, z: 3 } }],
  ])("merges %s", (_, texts, expected) => {
    expect(parse(merge(...texts))).toEqual(expected);
  });

  it.each([
    ["scalars", ["a: 1\n", "a: 2\n"], /"layer-1" and "layer-2" give "a" different values \(1 and 2\)/],
    ["a mapping and a scalar", ["a: {}\n", "a: 2\n"], /give "a" different values/],
    [
      "a key that a later layer added",
      ["a: {}\n", "a: {k: 1}\n", "a: {k: 2}\n"],
      /"layer-2" and "layer-3" give "a\.k"/,
    ],
    ["an alias", ["a: &x 1\nb: *x\n", "c: 1\n"], /uses an alias/],
    ["what is not a mapping", ["- a\n", "c: 1\n"], /"layer-1" is not a YAML mapping/],
    ["what is not YAML", ["c: 1\n", "a: [\n"], /"layer-2" is not YAML/],
  ])("refuses %s", (_, texts, message) => {
    expect(() => merge(...texts)).toThrow(message);
  });

  it("keeps the comments of both layers beside their keys", () => {
    expect(merge("# first\na: 1 # one\n", "# second\nb: 2\n\n# third\nc: 3\n")).toBe(
      "# first\na: 1 # one\n# second\nb: 2\n\n# third\nc: 3\n",
    );
  });

  it("keeps a comment that a blank line parts from its key", () => {
    expect(merge("a: 1\n", "# head\n\nb: 2\n")).toBe("a: 1\n# head\nb: 2\n");
  });
});
