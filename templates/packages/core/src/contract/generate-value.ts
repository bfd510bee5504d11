import { isSchema, type JsonSchema, listOf, recordOf, resolveReference } from "../validation/json-schema.ts";
import type { Random } from "./random.ts";

/** From here on recursive schemas get what ends them soonest. */
const deep = 5;
const deepest = 12;

/**
 * A value that a JSON Schema would accept, as far as the schema says. Patterns are not solved: where there is one, the
 * schema's own examples and its default are what is taken.
 */
export function generateValue(
  schema: unknown,
  random: Random,
  root: JsonSchema = recordOf(schema),
  depth = 0,
): unknown {
  if (!isSchema(schema)) return schema === false ? undefined : anyValue(random);
  const again = (inner: unknown): unknown => generateValue(inner, random, root, depth + 1);
  const reference = schema["$ref"];
  if (typeof reference === "string") return depth > deepest ? null : again(resolveReference(root, reference));
  if ("const" in schema) return schema["const"];
  const known = [...listOf(schema["examples"]), ...("default" in schema ? [schema["default"]] : [])];
  if (known.length > 0 && random.chance("pattern" in schema ? 1 : 0.2)) return random.pick(known);
  const options = listOf(schema["enum"]);
  if (options.length > 0) return random.pick(options);
  const parts = [...listOf(schema["allOf"])];
  for (const keyword of ["anyOf", "oneOf"]) {
    const alternatives = listOf(schema[keyword]);
    if (alternatives.length > 0) parts.push(random.pick(alternatives));
  }
  if (parts.length > 0) {
    if ("properties" in schema) parts.push(withoutParts(schema));
    return mergeParts(parts.map(again));
  }
  const declared = schema["type"];
  const type = Array.isArray(declared) ? random.pick(declared) : declared;
  switch (type ?? (schema["properties"] ? "object" : undefined)) {
    case "object":
      return generateObject(schema, random, again, depth);
    case "array":
      return generateArray(schema, random, again, depth);
    case "string":
      return generateString(schema, random);
    case "integer":
      return generateNumber(schema, random, true);
    case "number":
      return generateNumber(schema, random, random.chance(0.5));
    case "boolean":
      return random.chance(0.5);
    case "null":
      return null;
    default:
      return anyValue(random);
  }
}

function withoutParts({ allOf: _a, anyOf: _b, oneOf: _c, ...rest }: JsonSchema): JsonSchema {
  return rest;
}

/** What several schemas ask of one value: their members together, else the first that asks for anything. */
function mergeParts(values: readonly unknown[]): unknown {
  const objects = values.filter(isSchema);
  return objects.length > 0 ? Object.assign({}, ...objects) : values[0];
}

function generateObject(
  schema: JsonSchema,
  random: Random,
  again: (inner: unknown) => unknown,
  depth: number,
): unknown {
  const required = new Set(listOf(schema["required"]));
  const object: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(recordOf(schema["properties"]))) {
    if (required.has(name) || (depth < deep && random.chance(0.6))) object[name] = again(member);
  }
  const rest = schema["additionalProperties"];
  if (isSchema(rest) && schema["properties"] === undefined) {
    const names = listOf(recordOf(schema["propertyNames"])["enum"]).map(String);
    for (let i = random.integer(0, 3); i > 0; i--) {
      object[random.pick(names) ?? word(random, 1, 6)] = again(rest);
    }
  }
  return object;
}

function generateArray(
  schema: JsonSchema,
  random: Random,
  again: (inner: unknown) => unknown,
  depth: number,
): unknown[] {
  const tuple = listOf(schema["prefixItems"]).map(again);
  const least = Math.max(0, numberOf(schema["minItems"], 0) - tuple.length);
  const most = Math.min(numberOf(schema["maxItems"], least + 3), least + (depth < deep ? 3 : 0));
  const items = schema["items"];
  if (items === false || (items === undefined && tuple.length > 0)) return tuple;
  return [
    ...tuple,
    ...Array.from({ length: random.integer(least, Math.max(least, most)) }, () => again(items)),
  ];
}

const samples: Readonly<Record<string, readonly string[]>> = {
  uuid: ["2f1c1c9e-6f0a-4b7e-9d0e-5a4b3c2d1e0f"],
  email: ["reader@example.com"],
  uri: ["https://example.com/cover.png"],
  "date-time": ["2024-02-29T12:00:00Z"],
  date: ["2024-02-29"],
  time: ["12:00:00Z"],
  ipv4: ["192.0.2.1"],
  ipv6: ["2001:db8::1"],
  hostname: ["example.com"],
  duration: ["P1DT2H"],
  base64: ["YWJj"],
  base64url: ["YWJj"],
  e164: ["+493012345678"],
};

function generateString(schema: JsonSchema, random: Random): string {
  const format = schema["format"];
  const known = typeof format === "string" && Object.hasOwn(samples, format) ? samples[format] : undefined;
  if (known) return random.pick(known) ?? "";
  const least = numberOf(schema["minLength"], 0);
  const most = Math.min(numberOf(schema["maxLength"], least + 24), least + 24);
  if (schema["pattern"] === undefined && random.chance(0.15) && most >= least + 2)
    return awkward(random, least);
  return word(random, least, Math.max(least, most));
}

/** Text that is valid and that naive code trips over. */
function awkward(random: Random, least: number): string {
  const text =
    random.pick(["é̈", "日本", "' OR 1=1", "<b>", "a\nb", "%2e", "null", "\u202e", "0", "1", "true", " "]) ??
    "";
  return text.padEnd(least, "a");
}

function word(random: Random, least: number, most: number): string {
  const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  return Array.from({ length: random.integer(least, most) }, () => random.pick([...letters])).join("");
}

function generateNumber(schema: JsonSchema, random: Random, whole: boolean): number {
  const step = whole ? 1 : Number.EPSILON;
  const least = Math.max(
    numberOf(schema["minimum"], -1e6),
    numberOf(schema["exclusiveMinimum"], -1e6 - 1) + step,
  );
  const most = Math.min(
    numberOf(schema["maximum"], least + 2e6),
    numberOf(schema["exclusiveMaximum"], least + 2e6 + 1) - step,
  );
  const edge = random.next();
  const value = edge < 0.2 ? least : edge < 0.4 ? most : least + random.next() * (most - least);
  const multiple = numberOf(schema["multipleOf"], 0);
  if (multiple > 0) return Math.ceil(least / multiple) * multiple;
  return whole ? Math.min(Math.floor(most), Math.max(Math.ceil(least), Math.round(value))) : value;
}

export function anyValue(random: Random): unknown {
  return random.pick(["text", 1, true, null, [], {}]);
}

function numberOf(value: unknown, fallback: number): number {
  return typeof value === "number" ? value : fallback;
}
