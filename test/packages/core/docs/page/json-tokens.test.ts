import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonTokens, layOutJson } from "../../../../../templates/packages/core/src/docs/page/json-tokens.ts";

describe("coloured JSON", () => {
  it("tells keys, strings, numbers and literals apart", () => {
    const kinds = jsonTokens('{"a": "b:\\"", "c": -1.5e3, "d": null}').filter(({ kind }) => kind !== "plain");
    expect(kinds.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'key "a"',
      'string "b:\\""',
      'key "c"',
      "number -1.5e3",
      'key "d"',
      "literal null",
    ]);
  });

  it("is the text itself, JSON or not", () => {
    const texts = fc.oneof(fc.json(), fc.string(), fc.constantFrom('"', '"\\', "{]", "-"));
    fc.assert(
      fc.property(texts, (text) => {
        expect(
          jsonTokens(text)
            .map((token) => token.text)
            .join(""),
        ).toBe(text);
      }),
    );
  });
});

describe("laying out", () => {
  it("indents JSON", () => {
    expect(layOutJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  });

  it.each(["not json", "", '{"id":12345678901234567890}'])("leaves %j as it came", (text) => {
    expect(layOutJson(text)).toBe(text);
  });

  it("is not put off by digits in a text", () => {
    expect(layOutJson('{"id":"12345678901234567890"}')).toContain("\n");
  });
});
