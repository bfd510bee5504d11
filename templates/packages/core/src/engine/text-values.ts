import type { ToJsonSchema } from "../openapi/describe.ts";
import { describeSchema } from "../validation/describe-schema.ts";
import { isSchema, type JsonSchema, listOf, recordOf, resolveReference } from "../validation/json-schema.ts";
import type { Schema } from "../validation/standard-schema.ts";

type TextRecord = Record<string, string | string[]>;

/** What a member of a query, path, header or form takes: how its text becomes a value. */
interface Reading {
  readonly list: boolean;
  readonly scalar: "text" | "number" | "boolean";
}

const numeral = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

export type TextValues = (record: TextRecord) => Record<string, unknown>;

/**
 * Compiles how the text of a query, path, header or form becomes what the schema takes: a member that takes a number gets one
 * where the text is a JSON numeral, a boolean where it is `true` or `false`, a list even where it came once. Text that is
 * neither stays text, for the schema to refuse. Where nobody describes the schema, everything stays text.
 *
 * @param convert describes the schemas of a vendor that does not do so itself
 */
export function compileTextValues(schema: Schema, convert?: ToJsonSchema): TextValues {
  const readings = new Map<string, Reading>();
  const root = describeSchema(schema, "input") ?? converted(schema, convert) ?? {};
  for (const [name, member] of Object.entries(recordOf(root["properties"]))) {
    const reading = readingOf(member, root);
    if (reading.list || reading.scalar !== "text") readings.set(name, reading);
  }
  if (readings.size === 0) return (record) => record;
  return (record) => {
    const values: Record<string, unknown> = { ...record };
    for (const [name, { list, scalar }] of readings) {
      const text = record[name];
      if (text === undefined) continue;
      if (list) values[name] = (Array.isArray(text) ? text : [text]).map((one) => readScalar(one, scalar));
      else if (typeof text === "string") values[name] = readScalar(text, scalar);
    }
    return values;
  };
}

/** What cannot be converted stays text here; the OpenAPI document says why. */
function converted(schema: Schema, convert: ToJsonSchema | undefined): JsonSchema | undefined {
  try {
    return convert?.(schema, "input");
  } catch {
    return undefined;
  }
}

function readScalar(text: string, scalar: Reading["scalar"]): unknown {
  if (scalar === "number") return numeral.test(text) ? Number(text) : text;
  if (scalar === "boolean") return text === "true" ? true : text === "false" ? false : text;
  return text;
}

/** A member that takes text as well gets text: `1` must not become a number on its way into a string. */
function readingOf(member: unknown, root: JsonSchema): Reading {
  const types = typesOf(member, root, 0);
  const list = types.has("array") && !types.has("string");
  const items = list ? typesOf(itemsOf(member, root), root, 0) : types;
  const number = items.has("number") || items.has("integer");
  const boolean = items.has("boolean");
  if (items.has("string") || items.has("any") || number === boolean) return { list, scalar: "text" };
  return { list, scalar: number ? "number" : "boolean" };
}

function typesOf(schema: unknown, root: JsonSchema, depth: number): Set<string> {
  if (!isSchema(schema) || depth > 8) return new Set(["any"]);
  const reference = schema["$ref"];
  if (typeof reference === "string") return typesOf(resolveReference(root, reference), root, depth + 1);
  const alternatives = [...listOf(schema["anyOf"]), ...listOf(schema["oneOf"]), ...listOf(schema["allOf"])];
  if (alternatives.length > 0) {
    return new Set(alternatives.flatMap((part) => [...typesOf(part, root, depth + 1)]));
  }
  const type = schema["type"];
  if (typeof type === "string") return new Set([type]);
  if (Array.isArray(type)) return new Set(type.filter((one): one is string => typeof one === "string"));
  const values = "const" in schema ? [schema["const"]] : listOf(schema["enum"]);
  return values.length > 0 ? new Set(values.map((value) => typeof value)) : new Set(["any"]);
}

function itemsOf(schema: unknown, root: JsonSchema): unknown {
  if (!isSchema(schema)) return undefined;
  const reference = schema["$ref"];
  if (typeof reference === "string") return itemsOf(resolveReference(root, reference), root);
  if (schema["items"] !== undefined) return schema["items"];
  const alternatives = [...listOf(schema["anyOf"]), ...listOf(schema["oneOf"])];
  return alternatives.map((part) => itemsOf(part, root)).find((items) => items !== undefined);
}
