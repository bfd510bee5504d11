import fc from "fast-check";
import { expect, it } from "vitest";
import { wrap } from "../../src/report/wrap.ts";

it.each([
  ["one two three", 20, ["one two three"]],
  ["one two three", 8, ["one two", "three"]],
  ["incomprehensible word", 5, ["incomprehensible", "word"]],
  ["  npm create daloy", 8, ["  npm create daloy"]],
  ["a\n\n  b", 10, ["a", "", "  b"]],
])("%j in %i cells", (text, width, lines) => {
  expect(wrap(text, width)).toEqual(lines);
});

it("loses no word", () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }),
      fc.integer({ min: 1, max: 40 }),
      (words, width) => {
        expect(wrap(words.join(" "), width).join(" ")).toBe(words.join(" "));
      },
    ),
  );
});
