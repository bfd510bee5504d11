import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { timingSafeEqual } from "../../../../templates/packages/core/src/secrets/timing-safe-equal.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

describe("timingSafeEqual", () => {
  test.each<[string, string | Uint8Array, string | Uint8Array, boolean]>([
    ["equal strings", "abc", "abc", true],
    ["empty strings", "", "", true],
    ["different last character", "abc", "abd", false],
    ["a prefix", "abc", "abcd", false],
    ["a longer first", "abcd", "abc", false],
    ["padding with NUL", "abc", "abc\0", false],
    ["empty against NUL", "", "\0", false],
    ["two lone surrogates", "\ud800", "\ud801", false],
    ["equal bytes", bytes(1, 2, 255), bytes(1, 2, 255), true],
    ["different bytes", bytes(1, 2, 255), bytes(1, 2, 254), false],
    ["bytes padded with zero", bytes(1), bytes(1, 0), false],
    ["a string and its UTF-8", "é", bytes(0xc3, 0xa9), true],
    ["bytes and a string", bytes(0x61), "a", true],
    ["a string and its Latin-1", "é", bytes(0xe9), false],
  ])("%s", (_name, a, b, expected) => {
    expect(timingSafeEqual(a, b)).toBe(expected);
    expect(timingSafeEqual(b, a)).toBe(expected);
  });

  test("agrees with ===", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "é", "\0", "\ud800"), maxLength: 4 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(timingSafeEqual(a, b)).toBe(a === b);
      }),
      { numRuns: 1000 },
    );
  });

  test("reads every byte, wherever the first difference is", () => {
    const reads = (position: number) => {
      const secret = new Uint8Array(64).fill(7);
      const guess = secret.slice();
      guess[position] = 8;
      let count = 0;
      const watched = new Proxy(guess, {
        get(target, key) {
          if (typeof key === "string" && /^\d+$/.test(key)) count++;
          return Reflect.get(target, key, target);
        },
      });
      expect(timingSafeEqual(secret, watched)).toBe(false);
      return count;
    };
    expect([reads(0), reads(31), reads(63)]).toEqual([64, 64, 64]);
  });
});
