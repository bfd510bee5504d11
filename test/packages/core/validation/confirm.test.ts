import { expect, it } from "vitest";
import { z } from "zod";
import type { StandardSchema } from "../../../../templates/packages/core/src/index.ts";
import { compileUnknownKeyCheck } from "../../../../templates/packages/core/src/validation/unknown-keys.ts";

/** The same schema, and how often it was asked. */
function counted(schema: z.ZodType) {
  const { validate } = schema["~standard"];
  const seen = { validations: 0 };
  const standard = {
    ...schema["~standard"],
    validate: (value: unknown) => {
      seen.validations += 1;
      return validate(value);
    },
  };
  return { schema: { "~standard": standard } as StandardSchema, seen };
}

const keys = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, i]));

// zod's own message names every unknown key, so that taking out any of them makes a difference
it("a refused input is not validated hundreds of times more, to name its keys exactly", async () => {
  const { schema, seen } = counted(z.strictObject({ title: z.string() }));
  const issues = await compileUnknownKeyCheck(schema)({ title: "x", ...keys }, undefined);
  expect(issues).toHaveLength(100);
  expect(seen.validations).toBeLessThanOrEqual(12);
});

it("nor one that is fine but for its unknown keys", async () => {
  const { schema, seen } = counted(z.object({ title: z.string() }));
  const issues = await compileUnknownKeyCheck(schema)({ title: "x", ...keys }, { title: "x" });
  expect(issues).toHaveLength(100);
  expect(seen.validations).toBeLessThanOrEqual(12);
});
