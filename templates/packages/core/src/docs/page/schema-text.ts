import { type Json, listOf, numberOf, textOf } from "./json.ts";
import { alternativesOf, objectShape, typesOf } from "./object-shape.ts";
import type { Resolve } from "./reference.ts";

const deepest = 4;
const mostAlternatives = 4;

/** A schema's type in a few words, much as TypeScript would say it: `Book[]`, `string | null`, `integer`. */
export function typeText(schema: unknown, resolve: Resolve, depth = 0): string {
  if (schema === false) return "nothing";
  const { node, name } = resolve(schema);
  if (depth > deepest) return name ?? "…";
  const alternatives = alternativesOf(node);
  if (alternatives.length > 0) {
    if (name !== undefined && depth > 0) return name;
    const texts = [...new Set(alternatives.map((part) => typeText(part, resolve, depth + 1)))];
    return texts.length > mostAlternatives ? `one of ${texts.length}` : texts.join(" | ");
  }
  if ("const" in node) return JSON.stringify(node["const"]);
  const types = typesOf(node).map((type) => {
    if (type === "array") return arrayText(node, resolve, depth);
    return type === "object" ? (name ?? "object") : withFormat(type, node);
  });
  if (types.length === 0) types.push(untypedText(node, name, resolve));
  if (listOf(node["type"]).includes("null")) types.push("null");
  return types.join(" | ");
}

function untypedText(node: Json, name: string | undefined, resolve: Resolve): string {
  if (node["type"] === "null") return "null";
  if (objectShape(node, resolve)) return name ?? "object";
  const [value] = listOf(node["enum"]);
  return value === undefined ? (name ?? "any") : typeof value;
}

function arrayText(node: Json, resolve: Resolve, depth: number): string {
  if (node["items"] === undefined) return "array";
  const item = typeText(node["items"], resolve, depth + 1);
  return item.includes(" ") ? `(${item})[]` : `${item}[]`;
}

function withFormat(type: string, node: Json): string {
  const format = textOf(node["format"]);
  return format === "" ? type : `${type} · ${format}`;
}

/** The rules of a schema beyond its type, each in a few words. */
export function ruleTexts(node: Json): string[] {
  const rules = [
    range(node["minLength"], node["maxLength"], "character"),
    range(node["minItems"], node["maxItems"], "item"),
    range(node["minProperties"], node["maxProperties"], "member"),
    bound("≥", node["minimum"]),
    bound(">", node["exclusiveMinimum"]),
    bound("≤", isSafeLimit(node["maximum"]) ? undefined : node["maximum"]),
    bound("<", node["exclusiveMaximum"]),
    bound("multiple of", node["multipleOf"]),
    node["uniqueItems"] === true ? "all different" : undefined,
    node["format"] === undefined && typeof node["pattern"] === "string"
      ? `matches ${node["pattern"]}`
      : undefined,
    node["default"] === undefined ? undefined : `default ${JSON.stringify(node["default"])}`,
  ];
  return rules.filter((rule) => rule !== undefined);
}

/** The limits of safe integers say nothing about the API. */
function isSafeLimit(value: unknown): boolean {
  return value === Number.MAX_SAFE_INTEGER;
}

function bound(sign: string, value: unknown): string | undefined {
  const limit = numberOf(value);
  return limit === undefined || limit === Number.MIN_SAFE_INTEGER ? undefined : `${sign} ${limit}`;
}

function range(low: unknown, high: unknown, unit: string): string | undefined {
  const [least, most] = [numberOf(low), numberOf(high)];
  if (least === undefined && most === undefined) return undefined;
  const plural = (count: number) => `${count} ${unit}${count === 1 ? "" : "s"}`;
  if (most === undefined) return `at least ${plural(least ?? 0)}`;
  if (least === undefined || least === 0) return `at most ${plural(most)}`;
  return least === most ? plural(most) : `${least}–${plural(most)}`;
}
