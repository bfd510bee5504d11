import { type Direction, describeSchema } from "../validation/describe-schema.ts";
import type { JsonSchema } from "../validation/json-schema.ts";
import type { Schema } from "../validation/standard-schema.ts";

/** Describes a schema whose vendor does not do so itself (valibot: `toJsonSchema` of `@valibot/to-json-schema`). */
export type ToJsonSchema = (schema: Schema, direction: Direction) => Record<string, unknown> | undefined;

export type Describe = (schema: Schema, direction: Direction) => JsonSchema;

/** Asks a schema what it is, and then the converter; once for each. Nobody knows: `{}`, which is anything. */
export function describeWith(convert: ToJsonSchema | undefined): Describe {
  const known = { input: new Map<Schema, JsonSchema>(), output: new Map<Schema, JsonSchema>() };
  return (schema, direction) => {
    const described =
      known[direction].get(schema) ?? describeSchema(schema, direction) ?? convert?.(schema, direction) ?? {};
    known[direction].set(schema, described);
    return described;
  };
}
