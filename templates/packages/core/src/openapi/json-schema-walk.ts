import { isSchema, type JsonSchema, listOf, recordOf } from "../validation/json-schema.ts";

/** Keywords whose value maps names to schemas (JSON Schema 2020-12 core §10.3). */
const namedSchemas = new Set(["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"]);

/** Keywords whose value is data, in which nothing is a schema whatever it looks like. */
const data = new Set(["const", "default", "enum", "example", "examples", "required"]);

type Visit = (schema: JsonSchema) => JsonSchema;

/** Rebuilds a schema from the outside in: `visit` sees every schema in it, never the data, and its answer is gone into. */
export function mapSchemas(schema: JsonSchema, visit: Visit): JsonSchema {
  const entries = Object.entries(visit(schema));
  return Object.fromEntries(entries.map(([keyword, value]) => [keyword, mapKeyword(keyword, value, visit)]));
}

function mapKeyword(keyword: string, value: unknown, visit: Visit): unknown {
  if (data.has(keyword) || keyword.startsWith("x-")) return value;
  if (Array.isArray(value)) return value.map((item) => (isSchema(item) ? mapSchemas(item, visit) : item));
  if (!isSchema(value)) return value;
  if (!namedSchemas.has(keyword)) return mapSchemas(value, visit);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      isSchema(member) ? mapSchemas(member, visit) : member,
    ]),
  );
}

/** The references in a schema, in the order in which they stand there. */
export function referencesIn(schema: JsonSchema): string[] {
  const found: string[] = [];
  mapSchemas(schema, (part) => {
    if (typeof part["$ref"] === "string") found.push(part["$ref"]);
    return part;
  });
  return found;
}

/**
 * Whether every object in a schema can be closed where it stands. What lies in an `allOf`, or beside the members of its
 * parent, sees only a part of the members: closing it would refuse the others.
 */
export function canBeClosed(schema: JsonSchema): boolean {
  let can = true;
  mapSchemas(schema, (part) => {
    const composed = ["anyOf", "oneOf", "$ref", "if"].some((keyword) => keyword in part);
    if (listOf(part["allOf"]).length > 0 || ("properties" in part && composed)) can = false;
    return part;
  });
  return can;
}

/** An object that says nothing of other members refuses them. */
export function closeObject(schema: JsonSchema): JsonSchema {
  if (schema["properties"] === undefined || schema["additionalProperties"] !== undefined) return schema;
  return { ...schema, additionalProperties: false };
}

/** The same text for the same meaning, whatever the order of its keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isSchema(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

/** A bare `{"type":"string"}` is clearer where it stands. */
export function isWorthNaming(schema: JsonSchema): boolean {
  return (
    Object.keys(recordOf(schema["properties"])).length > 0 ||
    "enum" in schema ||
    Object.keys(schema).length > 2
  );
}
