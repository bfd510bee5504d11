import { describe, expect, it } from "vitest";
import { resolverOf } from "../../../../../templates/packages/core/src/docs/page/reference.ts";
import { ruleTexts, typeText } from "../../../../../templates/packages/core/src/docs/page/schema-text.ts";

const resolve = resolverOf({
  components: {
    schemas: {
      Book: { type: "object", properties: { title: { type: "string" } } },
      Loop: { $ref: "#/components/schemas/Loop" },
      Nest: { type: "array", items: { $ref: "#/components/schemas/Nest" } },
      "a/b~c": { type: "object" },
    },
  },
});
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

describe("a type in words", () => {
  it.each([
    [{ type: "string" }, "string"],
    [{ type: "string", format: "uuid" }, "string · uuid"],
    [{ type: ["string", "null"] }, "string | null"],
    [{ type: "null" }, "null"],
    [{ anyOf: [{ type: "string" }, { type: "null" }] }, "string | null"],
    [{ type: "array", items: ref("Book") }, "Book[]"],
    [{ type: "array", items: { type: ["string", "null"] } }, "(string | null)[]"],
    [{ type: "array" }, "array"],
    [ref("Book"), "Book"],
    [ref("a~1b~0c"), "a/b~c"],
    [{ properties: {} }, "object"],
    [{ const: "daily" }, '"daily"'],
    [{ enum: [1, 2] }, "number"],
    [{}, "any"],
    [true, "any"],
    [false, "nothing"],
    [{ oneOf: [1, 2, 3, 4, 5].map((value) => ({ const: value })) }, "one of 5"],
    [ref("Loop"), "Loop"],
    [ref("Missing"), "any"],
    [ref("constructor"), "any"],
    [{ $ref: "#/__proto__" }, "any"],
    [{ $ref: "https://elsewhere.example/schema" }, "any"],
    [{ $ref: "#/%E0%A4%A" }, "any"],
  ])("%j is %s", (schema, text) => {
    expect(typeText(schema, resolve)).toBe(text);
  });

  it("comes to an end for a schema that contains itself", () => {
    expect(typeText(ref("Nest"), resolve)).toMatch(/^Nest(\[\])+$/);
  });
});

describe("rules in words", () => {
  it.each([
    [{ minLength: 1, maxLength: 5 }, ["1–5 characters"]],
    [{ minLength: 5, maxLength: 5 }, ["5 characters"]],
    [{ minItems: 1 }, ["at least 1 item"]],
    [{ maxLength: 1 }, ["at most 1 character"]],
    [{ minimum: 0, exclusiveMaximum: 1 }, ["≥ 0", "< 1"]],
    [{ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, []],
    [{ pattern: "^a$" }, ["matches ^a$"]],
    [{ pattern: "^a$", format: "uuid" }, []],
    [{ default: null }, ["default null"]],
    [{ uniqueItems: true, multipleOf: 2 }, ["multiple of 2", "all different"]],
    [{ minimum: "1", minLength: {} }, []],
  ])("%j: %j", (schema, texts) => {
    expect(ruleTexts(schema)).toEqual(texts);
  });
});
