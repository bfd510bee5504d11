import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import {
  hasJsonSchema,
  type InferInput,
  type InferOutput,
  isStandardSchema,
  type Schema,
  type StandardSchema,
} from "../../../../templates/packages/core/src/validation/standard-schema.ts";

const zodSchema = z.object({ n: z.string().transform(Number), d: z.string().default("x") });
const arkSchema = type({ n: "string.numeric.parse" });
const valibotSchema = v.object({ n: v.pipe(v.string(), v.transform(Number)) });

test("infers what goes in and what comes out, and undefined for what is no schema", () => {
  expectTypeOf<InferInput<typeof zodSchema>>().toEqualTypeOf<{ n: string; d?: string | undefined }>();
  expectTypeOf<InferOutput<typeof zodSchema>>().toEqualTypeOf<{ n: number; d: string }>();
  expectTypeOf<InferInput<typeof arkSchema>>().toEqualTypeOf<{ n: string }>();
  expectTypeOf<InferOutput<typeof arkSchema>>().toEqualTypeOf<{ n: number }>();
  expectTypeOf<InferInput<typeof valibotSchema>>().toEqualTypeOf<{ n: string }>();
  expectTypeOf<InferOutput<typeof valibotSchema>>().toEqualTypeOf<{ n: number }>();
  expectTypeOf<InferOutput<{ a: 1 }>>().toEqualTypeOf<undefined>();
  expectTypeOf<InferOutput<undefined>>().toEqualTypeOf<undefined>();
});

describe.each<[string, Schema & StandardSchema, boolean]>([
  ["zod", zodSchema, true],
  ["arktype", arkSchema, true],
  ["valibot", valibotSchema, false],
])("%s", (_vendor, schema, describesItself) => {
  test("is a Standard Schema whose validation is synchronous", () => {
    expect(isStandardSchema(schema)).toBe(true);
    expect(hasJsonSchema(schema)).toBe(describesItself);
    expect(schema["~standard"].validate({ n: "5" })).toMatchObject({ value: { n: 5 } });
    expect(schema["~standard"].validate({ n: {} })).toMatchObject({ issues: { length: 1 } });
  });
});

test.each<[string, unknown]>([
  ["undefined", undefined],
  ["null", null],
  ["a string", "schema"],
  ["an object", {}],
  ["a function", () => true],
  ["another version", { "~standard": { version: 2, vendor: "x", validate: () => ({ value: 1 }) } }],
  ["no validator", { "~standard": { version: 1, vendor: "x" } }],
  ["nothing behind the name", { "~standard": null }],
])("%s is none", (_name, value) => {
  expect(isStandardSchema(value)).toBe(false);
  expect(hasJsonSchema(value)).toBe(false);
});
