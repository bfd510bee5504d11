import { isSchema, type JsonSchema, listOf, recordOf, resolveReference } from "../validation/json-schema.ts";
import type { Random } from "./random.ts";

const deepest = 6;

/** A value that a JSON Schema would accept, as far as the schema says: patterns are not solved. */
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
  const options = listOf(schema["enum"]);
  if (options.length > 0) return random.pick(options);
  const alternatives = [...listOf(schema["anyOf"]), ...listOf(schema["oneOf"])];
  if (alternatives.length > 0) return again(random.pick(alternatives));
  const parts = listOf(schema["allOf"]);
  if (parts.length > 0) return Object.assign({}, ...parts.map((part) => recordOf(again(part))));
  const declared = schema["type"];
  const type = Array.isArray(declared) ? random.pick(declared) : declared;
  switch (type ?? (schema["properties"] ? "object" : undefined)) {
    case "object":
      return generateObject(schema, random, again, depth);
    case "array":
      return generateArray(schema, random, again);
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

function generateObject(
  schema: JsonSchema,
  random: Random,
  again: (inner: unknown) => unknown,
  depth: number,
): unknown {
  const required = new Set(listOf(schema["required"]));
  const object: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(recordOf(schema["properties"]))) {
    if (required.has(name) || (depth < deepest && random.chance(0.6))) object[name] = again(member);
  }
  const rest = schema["additionalProperties"];
  if (isSchema(rest) && schema["properties"] === undefined) {
    for (let i = random.integer(0, 3); i > 0; i--) object[word(random, 1, 6)] = again(rest);
  }
  return object;
}

function generateArray(schema: JsonSchema, random: Random, again: (inner: unknown) => unknown): unknown[] {
  const tuple = listOf(schema["prefixItems"]).map(again);
  const least = Math.max(0, numberOf(schema["minItems"], 0) - tuple.length);
  const most = Math.min(numberOf(schema["maxItems"], least + 3), least + 3);
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
  const text = random.pick(["é̈", "日本", "' OR 1=1", "<b>", "a\nb", "%2e", "null", "\u202e", "0", " "]) ?? "";
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

function anyValue(random: Random): unknown {
  return random.pick(["text", 1, true, null, [], {}]);
}

function numberOf(value: unknown, fallback: number): number {
  return typeof value === "number" ? value : fallback;
}

/** The same value with one thing wrong: a key more or less, another type, or something out of bounds. */
export function mutate(value: unknown, random: Random): unknown {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value);
    const at = random.integer(0, entries.length);
    const victim = entries[at];
    if (victim === undefined) return { ...value, [`unknown${random.integer(0, 99)}`]: anyValue(random) };
    const others = entries.filter((_, index) => index !== at);
    if (random.chance(0.3)) return Object.fromEntries(others);
    return Object.fromEntries([...others, [victim[0], mutate(victim[1], random)]]);
  }
  if (Array.isArray(value) && value.length > 0 && random.chance(0.7)) {
    const at = random.integer(0, value.length - 1);
    return value.map((item, index) => (index === at ? mutate(item, random) : item));
  }
  const wrong = [null, true, "", -1, 1e308, 0.5, "x".repeat(5000), [], {}, [[]], { $ne: null }, "\u0000"];
  return random.pick(wrong.filter((other) => other !== value));
}
