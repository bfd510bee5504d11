import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { OpenAPIDocument } from "../../../../templates/packages/core/src/openapi/document.ts";
import { openapiToYAML } from "../../../../templates/packages/core/src/openapi/yaml.ts";
import { anyText } from "../../../support/any-text.ts";

/** Any JSON is as good as a document to who writes it down. */
const toYaml = (value: unknown) => openapiToYAML(value as OpenAPIDocument);
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Text that YAML has an opinion on. */
const awkward = fc.constantFrom(
  ...[
    "",
    " ",
    "true",
    "No",
    "null",
    "~",
    "1",
    "1e3",
    "0x1f",
    ".inf",
    "2024-02-29",
    "12:30:00",
    "<<",
    "=",
    "- a",
  ],
  ...[
    "a: b",
    "a #b",
    "#a",
    "a:",
    "&a",
    "*a",
    "!a",
    "%a",
    "@a",
    "`a",
    "|",
    ">",
    "? a",
    "[a]",
    "{a}",
    "a,b",
    "'",
    '"',
  ],
  ...[
    "---",
    "...",
    "\n",
    "a\nb",
    "a\r\nb",
    "\t",
    "a ",
    " a",
    "\\",
    "\u0000",
    "\u0085",
    "\u009f",
    "\u2028",
    "\ufeff",
  ],
  ...[
    "\ud800",
    "😀",
    "/books/{id}",
    "application/problem+json",
    "#/components/schemas/Book",
    "200",
    "x".repeat(1100),
  ],
);
const text = fc.oneof(awkward, anyText({ maxLength: 12 }));
const { json } = fc.letrec((again) => ({
  json: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    text,
    fc.oneof(
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(again("json"), { maxLength: 4 }),
    fc.dictionary(
      text.filter((key) => key !== "__proto__"),
      again("json"),
      { maxKeys: 4 },
    ),
  ),
}));

test("what is written reads back the same", () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(parse(toYaml(value))).toEqual(asJson(value));
    }),
    { numRuns: 1000 },
  );
});

test("only printable characters are written", () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(toYaml({ [value]: value })).toMatch(
        /^[\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u,
      );
    }),
  );
});

test("block style, quoted where it must be", () => {
  const document = {
    openapi: "3.1.1",
    empty: { list: [], object: {} },
    list: ["a", ["b", { c: 1, d: "yes" }], { e: null }],
    "200": "x: y",
  };
  expect(toYaml(document)).toBe(`"200": "x: y"
openapi: "3.1.1"
empty:
  list: []
  object: {}
list:
  - a
  - - b
    - c: 1
      d: "yes"
  - e: null
`);
});
