import { isSchema, type JsonSchema } from "./json-schema.ts";
import { hasJsonSchema, type Schema } from "./standard-schema.ts";

export type Direction = "input" | "output";

/**
 * What a schema says of itself as JSON Schema, or `undefined` where its vendor says nothing. Drafts are tried from the
 * newest: some vendors know only the older one.
 */
export function describeSchema(schema: Schema, direction: Direction): JsonSchema | undefined {
  if (!hasJsonSchema(schema)) return undefined;
  const { jsonSchema } = schema["~standard"];
  for (const target of ["draft-2020-12", "draft-07"]) {
    try {
      const described: unknown = jsonSchema[direction]({
        target,
        libraryOptions: { unrepresentable: "any" },
      });
      if (isSchema(described)) return described;
    } catch {
      // a vendor that cannot say leaves it open
    }
  }
  return undefined;
}
