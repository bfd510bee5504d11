import { expect } from "vitest";
import type { StandardSchema } from "../../../../templates/packages/core/src/validation/standard-schema.ts";
import { compileUnknownKeyCheck } from "../../../../templates/packages/core/src/validation/unknown-keys.ts";

export type Case = [name: string, schema: StandardSchema, input: unknown, unknown: string[]];

/** Validates as the engine does and returns the paths of the unknown keys. */
export async function unknownKeysOf(schema: StandardSchema, input: unknown): Promise<string[]> {
  const before = JSON.stringify(input);
  const result = await schema["~standard"].validate(input);
  const issues = await compileUnknownKeyCheck(schema)(input, result.issues ? undefined : result.value);
  expect(JSON.stringify(input)).toBe(before);
  return issues.map(({ path }) => path).sort();
}
