import { isSchema, type JsonSchema, listOf, recordOf, resolveReference } from "../validation/json-schema.ts";

/**
 * Whether a JSON value keeps a JSON Schema, by the keywords that vendors write (2020-12). What it does not know it lets
 * pass, `format` and `unevaluated…` among it: here a false alarm is worse than a miss.
 */
export function matchesJsonSchema(schema: unknown, value: unknown, root: JsonSchema, depth = 0): boolean {
  if (typeof schema === "boolean") return schema;
  if (!isSchema(schema) || depth > 100) return true;
  const matches = (part: unknown, inner = value) => matchesJsonSchema(part, inner, root, depth + 1);
  const reference = schema["$ref"];
  if (typeof reference === "string" && !matches(resolveReference(root, reference))) return false;
  if ("const" in schema && !isSame(schema["const"], value)) return false;
  if (Array.isArray(schema["enum"]) && !schema["enum"].some((one) => isSame(one, value))) return false;
  if (schema["type"] !== undefined && ![schema["type"]].flat().some((type) => isOfType(type, value)))
    return false;
  if (!listOf(schema["allOf"]).every((part) => matches(part))) return false;
  const anyOf = listOf(schema["anyOf"]);
  if (anyOf.length > 0 && !anyOf.some((part) => matches(part))) return false;
  const oneOf = listOf(schema["oneOf"]);
  if (oneOf.length > 0 && !oneOf.some((part) => matches(part))) return false;
  if (typeof value === "string") return isTextWithin(schema, value);
  if (typeof value === "number") return isNumberWithin(schema, value);
  if (Array.isArray(value)) return isListWithin(schema, value, matches);
  if (isSchema(value)) return isObjectWithin(schema, value, matches);
  return true;
}

type Matches = (part: unknown, inner: unknown) => boolean;

function isOfType(type: unknown, value: unknown): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isSchema(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function isTextWithin(schema: JsonSchema, value: string): boolean {
  const { pattern } = schema;
  const length = [...value].length;
  if (length < numberOf(schema["minLength"], 0) || length > numberOf(schema["maxLength"], Infinity))
    return false;
  return typeof pattern !== "string" || testPattern(pattern, value);
}

function isNumberWithin(schema: JsonSchema, value: number): boolean {
  return (
    value >= numberOf(schema["minimum"], -Infinity) &&
    value <= numberOf(schema["maximum"], Infinity) &&
    value > numberOf(schema["exclusiveMinimum"], -Infinity) &&
    value < numberOf(schema["exclusiveMaximum"], Infinity)
  );
}

function isListWithin(schema: JsonSchema, value: readonly unknown[], matches: Matches): boolean {
  if (value.length < numberOf(schema["minItems"], 0)) return false;
  if (value.length > numberOf(schema["maxItems"], Infinity)) return false;
  const prefix = listOf(schema["prefixItems"]);
  return value.every((item, index) => {
    const part = index < prefix.length ? prefix[index] : schema["items"];
    return part === undefined || matches(part, item);
  });
}

function isObjectWithin(schema: JsonSchema, value: JsonSchema, matches: Matches): boolean {
  if (!listOf(schema["required"]).every((name) => Object.hasOwn(value, String(name)))) return false;
  const named = recordOf(schema["properties"]);
  const patterns = Object.entries(recordOf(schema["patternProperties"]));
  return Object.entries(value).every(([name, member]) => {
    const fitting = patterns.filter(([pattern]) => testPattern(pattern, name)).map(([, part]) => part);
    if (Object.hasOwn(named, name)) fitting.push(named[name]);
    const parts = fitting.length > 0 ? fitting : [schema["additionalProperties"] ?? true];
    return parts.every((part) => matches(part, member));
  });
}

/** A pattern that is none says nothing. */
function testPattern(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return true;
  }
}

/** JSON values, by what they say. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return a === b;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === right.length &&
    left.every(([key, value]) => Object.hasOwn(b, key) && isSame(value, Reflect.get(b, key)))
  );
}

function numberOf(value: unknown, fallback: number): number {
  return typeof value === "number" ? value : fallback;
}
