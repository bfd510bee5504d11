import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { compileTextValues } from "../../../../templates/packages/core/src/engine/text-values.ts";

const zodQuery = z.object({
  page: z.number().int(),
  ratio: z.number().optional(),
  open: z.boolean().default(false),
  tags: z.array(z.string()),
  ids: z.array(z.number()).optional(),
  flags: z.array(z.boolean()).optional(),
  text: z.string(),
  either: z.union([z.string(), z.number()]),
  level: z.literal([1, 2]),
  anything: z.unknown(),
});
const read = compileTextValues(zodQuery);

describe("a member's text becomes what its schema takes", () => {
  test.each([
    ["a number", { page: "2" }, { page: 2 }],
    ["a fraction", { ratio: "-0.5" }, { ratio: -0.5 }],
    ["an exponent", { ratio: "1e3" }, { ratio: 1000 }],
    ["true", { open: "true" }, { open: true }],
    ["false", { open: "false" }, { open: false }],
    ["a list that came once", { tags: "a" }, { tags: ["a"] }],
    ["a list that came twice", { tags: ["a", "b"] }, { tags: ["a", "b"] }],
    ["a list of numbers", { ids: ["1", "2"] }, { ids: [1, 2] }],
    ["one number of a list", { ids: "1" }, { ids: [1] }],
    ["a list of booleans", { flags: ["true", "false"] }, { flags: [true, false] }],
    ["numeric literals", { level: "2" }, { level: 2 }],
  ])("%s", (_, record, values) => expect(read(record)).toEqual(values));
});

describe("what is no such value stays text, for the schema to refuse", () => {
  test.each([
    [{ page: "" }],
    [{ page: " 2" }],
    [{ page: "0x10" }],
    [{ page: "02" }],
    [{ page: "1_000" }],
    [{ page: "Infinity" }],
    [{ page: "NaN" }],
    [{ page: ["1", "2"] }],
    [{ open: "1" }],
    [{ open: "TRUE" }],
    [{ text: "1" }],
    [{ either: "1" }],
    [{ anything: "1" }],
    [{ unknown: "1" }],
  ])("%j", (record) => expect(read(record)).toEqual(record));
});

test("arktype describes itself, so its numbers are read too", () => {
  expect(compileTextValues(type({ page: "number", "tags?": "string[]" }))({ page: "2", tags: "a" })).toEqual({
    page: 2,
    tags: ["a"],
  });
});

describe("a vendor that does not describe itself", () => {
  const schema = v.object({ page: v.number(), tags: v.array(v.string()) });
  const sent = { page: "2", tags: "a" };

  test("gets text", () => expect(compileTextValues(schema)(sent)).toEqual(sent));

  test("gets values where somebody else describes it", () => {
    const convert = () => ({ properties: { page: { type: "number" }, tags: { type: "array" } } });
    expect(compileTextValues(schema, convert)(sent)).toEqual({ page: 2, tags: ["a"] });
  });

  test("gets text where that cannot be done", () => {
    const convert = () => {
      throw new Error("no number");
    };
    expect(compileTextValues(schema, convert)(sent)).toEqual(sent);
  });
});

test("the record itself is not changed", () => {
  const record = { page: "2" };
  read(record);
  expect(record).toEqual({ page: "2" });
});
