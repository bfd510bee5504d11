import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatJson } from "../../src/template/format-json.ts";

describe("formatJson", () => {
  it.each([
    [{}, "{}\n"],
    [{ a: [], b: {} }, '{\n  "a": [],\n  "b": {}\n}\n'],
    [{ a: ["x", 1, null, true] }, '{\n  "a": ["x", 1, null, true]\n}\n'],
    [{ a: [{ b: ["x"] }] }, '{\n  "a": [\n    {\n      "b": ["x"]\n    }\n  ]\n}\n'],
    [
      { a: ["x".repeat(60), "y".repeat(40)] },
      `{\n  "a": [\n    "${"x".repeat(60)}",\n    "${"y".repeat(40)}"\n  ]\n}\n`,
    ],
  ])("of %j", (value, expected) => {
    expect(formatJson(value)).toBe(expected);
  });

  it("means what it was given, for any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(JSON.parse(formatJson(value)))).toBe(JSON.stringify(value));
      }),
    );
  });
});
