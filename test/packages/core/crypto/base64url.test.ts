import fc from "fast-check";
import { expect, test } from "vitest";
import {
  decodeBase64Url,
  encodeBase64Url,
} from "../../../../templates/packages/core/src/crypto/base64url.ts";

test("writes what Node writes and reads it back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = encodeBase64Url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString("base64url"));
      expect(Array.from(decodeBase64Url(text))).toEqual(Array.from(bytes));
    }),
  );
});

test("reads no second spelling", () => {
  const text = fc.string({
    unit: fc.constantFrom("A", "B", "Q", "_", "-", "=", "+", "/", "9"),
    maxLength: 6,
  });
  fc.assert(
    fc.property(text, (spelling) => {
      let bytes: Uint8Array;
      try {
        bytes = decodeBase64Url(spelling);
      } catch {
        return;
      }
      expect(encodeBase64Url(bytes)).toBe(spelling);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ["padding", "QQ=="],
  ["one character", "A"],
  ["five characters", "AAAAA"],
  ["trailing bits after one byte", "QR"],
  ["trailing bits after two bytes", "QUF"],
  ["plus", "+A"],
  ["slash", "/w"],
  ["a space", "QQ "],
  ["a line feed", "QQ\n"],
  ["NUL", "QQ\0A"],
  ["beyond ASCII", "QQ\u0141A"],
  ["a fullwidth letter", "Ａaaa"],
])("refuses %s without repeating it", (_name, text) => {
  expect(() => decodeBase64Url(text)).toThrow("The text is not canonical base64url.");
});
