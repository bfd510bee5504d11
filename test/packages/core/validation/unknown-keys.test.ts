import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { StandardSchema } from "../../../../templates/packages/core/src/validation/standard-schema.ts";
import { compileUnknownKeyCheck } from "../../../../templates/packages/core/src/validation/unknown-keys.ts";
import { type Case, unknownKeysOf } from "./unknown-keys-of.ts";

const point: StandardSchema<unknown, { x: number }> = {
  "~standard": {
    version: 1,
    vendor: "hand-made",
    validate(value) {
      const x = typeof value === "object" && value !== null ? Reflect.get(value, "x") : undefined;
      return typeof x === "number"
        ? { value: { x } }
        : { issues: [{ message: "x must be a number", path: ["x"] }] };
    },
  },
};
const keeper: StandardSchema = {
  "~standard": { version: 1, vendor: "keeper", validate: (value) => ({ value }) },
};
const thrower: StandardSchema = {
  "~standard": {
    ...keeper["~standard"],
    jsonSchema: {
      input: () => {
        throw new Error("cannot say");
      },
      output: () => ({}),
    },
  } as StandardSchema["~standard"],
};
const described = (jsonSchema: Record<string, unknown>): StandardSchema => ({
  "~standard": {
    ...keeper["~standard"],
    jsonSchema: { input: () => jsonSchema, output: () => jsonSchema },
  } as StandardSchema["~standard"],
});

const cases: Case[] = [
  ["without JSON Schema, clean", point, { x: 1 }, []],
  ["without JSON Schema, one more key", point, { x: 1, y: 2 }, ["/y"]],
  ["without JSON Schema, a vendor that keeps everything", keeper, { x: 1, y: 2 }, []],
  ["JSON Schema that throws", thrower, { x: 1 }, []],
  [
    "draft-07 tuples",
    described({ type: "array", items: [{ properties: { a: {} } }], additionalItems: false }),
    [{ a: 1, b: 1 }],
    ["/0/b"],
  ],
  [
    "definitions",
    described({ $ref: "#/definitions/A~1B", definitions: { "A/B": { properties: { a: {} } } } }),
    { b: 1 },
    ["/b"],
  ],
  [
    "references in a circle",
    described({ $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } } }),
    { b: 1 },
    [],
  ],
  ["a reference to itself", described({ $ref: "#" }), { b: 1 }, []],
  ["a reference to nowhere", described({ $ref: "https://example.com/schema" }), { b: 1 }, []],
  [
    "siblings of a union",
    described({ properties: { a: {} }, anyOf: [{ properties: { b: {} } }, { properties: { c: {} } }] }),
    { a: 1, b: 1 },
    [],
  ],
  [
    "conditional keywords",
    described({ properties: { a: {} }, if: {}, else: { properties: { b: {} } } }),
    { b: 1 },
    [],
  ],
  [
    "closed pattern keys",
    described({ patternProperties: { "^x": {} }, additionalProperties: false }),
    { xa: 1, ya: 1 },
    ["/ya"],
  ],
  [
    "an intersection whose other members do not know the way",
    described({
      allOf: [{ properties: { p: { properties: { x: {} } } } }, { properties: { q: {} } }],
    }),
    { p: { x: 1, z: 1 }, q: 1 },
    ["/p/z"],
  ],
  [
    "a pattern that is no regular expression",
    described({ patternProperties: { "(": {} }, additionalProperties: false }),
    { a: 1 },
    [],
  ],
  [
    "an annotation in an intersection",
    described({ allOf: [{ properties: { a: {} } }, { description: "x", type: "string" }] }),
    { a: 1, b: 1 },
    ["/b"],
  ],
];

test.each(cases)("%s", async (_name, schema, input, unknown) => {
  expect(await unknownKeysOf(schema, input)).toEqual(unknown);
});

describe("cost", () => {
  const order = z.object({ id: z.string(), items: z.array(z.object({ sku: z.string(), n: z.number() })) });

  test("a clean body of a closed shape is judged synchronously, without validating again", () => {
    let runs = 0;
    const counted = order.refine(() => ++runs > 0);
    const check = compileUnknownKeyCheck(counted);
    expect(check({ id: "1", items: [{ sku: "a", n: 1 }] }, {})).toEqual([]);
    expect(runs).toBe(0);
  });

  test("thousands of unknown keys cost a handful of validations and are reported up to a hundred", async () => {
    let runs = 0;
    const counted = z.object({ a: z.string() }).refine(() => ++runs > 0);
    const input = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i]));
    const issues = await compileUnknownKeyCheck(counted)({ ...input, a: "x" }, { a: "x" });
    expect(issues).toHaveLength(100);
    expect(runs).toBeLessThanOrEqual(4);
  });

  test("a schema that renames every key costs a bounded number of validations", async () => {
    let runs = 0;
    const lowered = v.pipe(
      v.record(v.pipe(v.string(), v.toLowerCase()), v.number()),
      v.check(() => ++runs > 0),
    );
    const input = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`K${i}`, i]));
    expect(await unknownKeysOf(lowered, input)).toEqual([]);
    expect(runs).toBeLessThan(20);
  });

  test("nested unions that fit twice at every level stay linear", () => {
    const alternatives = ["a", "b"].map((name) => ({ properties: { [name]: {}, next: { $ref: "#" } } }));
    const check = compileUnknownKeyCheck(described({ anyOf: alternatives }));
    let input: object = { unknown: 1 };
    for (let i = 0; i < 50; i++) input = { next: input, a: 1, b: 1 };
    const started = performance.now();
    check(input, input);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
