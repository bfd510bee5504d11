import { type Json, listOf, numberOf } from "./json.ts";
import { alternativesOf, objectShape, typesOf } from "./object-shape.ts";
import type { Resolve } from "./reference.ts";
import { textExample } from "./text-example.ts";

export interface ExampleOptions {
  readonly resolve: Resolve;
  /** A request leaves out what is read-only, a response what is write-only. */
  readonly direction: "request" | "response";
}

interface Place {
  /** What the value is called, for a text that reads like one. */
  readonly name: string;
  /** Which of several items it is. */
  readonly index: number;
  /** The schemas that it is inside of. */
  readonly path: readonly Json[];
  /** How many values may still be made: members that all contain each other would never end. */
  readonly budget: { left: number };
}

const deepest = 12;
const mostValues = 2000;

/** A value that the schema accepts, as far as that can be told: its own example or default, else one made from its rules. */
export function exampleOf(schema: unknown, options: ExampleOptions, name = "string"): unknown {
  return make(schema, options, { name, index: 0, path: [], budget: { left: mostValues } });
}

function make(schema: unknown, options: ExampleOptions, place: Place): unknown {
  const { node } = options.resolve(schema);
  const given = givenExample(node, place.index);
  if (given !== undefined) return given;
  place.budget.left -= 1;
  if (place.path.length > deepest || place.budget.left < 0) return null;
  const inside = { ...place, path: [...place.path, node] };

  const [alternative] = alternativesOf(node)
    .map((part) => ({ part, node: options.resolve(part).node }))
    .filter((candidate) => candidate.node["type"] !== "null" && !place.path.includes(candidate.node));
  const shape = objectShape(node, options.resolve);
  if (alternative) {
    const made = make(alternative.part, options, inside);
    return shape && typeof made === "object" && made !== null && !Array.isArray(made)
      ? { ...makeObject(node, options, inside), ...made }
      : made;
  }
  if (alternativesOf(node).length > 0) return null;
  const parts = listOf(node["allOf"]);
  if (!shape && parts.length > 0) {
    return make(Object.assign({}, ...parts.map((part) => options.resolve(part).node)), options, inside);
  }
  const type = typesOf(node)[0] ?? (shape ? "object" : node["items"] ? "array" : undefined);
  if (type === "object") return makeObject(node, options, inside);
  if (type === "array") return makeArray(node, options, inside);
  if (type === "integer" || type === "number") return numberExample(node, type, place.index);
  if (type === "boolean") return true;
  if (type === "string") return textExample(node, place.name, place.index);
  return node["type"] === "null" ? null : place.path.length === 0 ? {} : "anything";
}

function givenExample(node: Json, index: number): unknown {
  const values = listOf(node["enum"]);
  if ("const" in node) return node["const"];
  return node["example"] ?? listOf(node["examples"])[0] ?? node["default"] ?? values[index % values.length];
}

function makeObject(node: Json, options: ExampleOptions, place: Place): Json {
  const shape = objectShape(node, options.resolve);
  const hidden = options.direction === "request" ? "readOnly" : "writeOnly";
  const members = (shape?.properties ?? []).filter(({ schema, required }) => {
    const member = options.resolve(schema).node;
    if (schema === false || (member[hidden] === true && !(required && options.direction === "response")))
      return false;
    return required || (member["deprecated"] !== true && !containsItself(schema, options, place));
  });
  return Object.fromEntries(
    members.map(({ name, schema }) => [name, make(schema, options, { ...place, name, index: 0 })]),
  );
}

/** Whether the schema, or the items of its array, is one that it already is inside of. */
function containsItself(schema: unknown, { resolve }: ExampleOptions, place: Place): boolean {
  const { node } = resolve(schema);
  const candidates = [
    node,
    resolve(node["items"]).node,
    ...alternativesOf(node).map((part) => resolve(part).node),
  ];
  return candidates.some((candidate) => place.path.some((outer) => isSame(outer, candidate)));
}

function isSame(a: Json, b: Json): boolean {
  return a === b || (a["properties"] !== undefined && a["properties"] === b["properties"]);
}

function makeArray(node: Json, options: ExampleOptions, place: Place): unknown[] {
  const first = listOf(node["prefixItems"]).map((item, index) => make(item, options, { ...place, index }));
  const most = numberOf(node["maxItems"]) ?? Number.POSITIVE_INFINITY;
  const least = Math.min(numberOf(node["minItems"]) ?? 0, 20);
  const recursive = node["items"] !== undefined && containsItself(node["items"], options, place);
  const wanted =
    node["items"] === undefined || node["items"] === false || recursive ? least : Math.max(1, least);
  const count = Math.max(0, Math.min(wanted, most) - first.length);
  const rest = Array.from({ length: count }, (_, index) =>
    make(node["items"], options, { ...place, name: singular(place.name), index }),
  );
  return [...first, ...rest];
}

function singular(name: string): string {
  return name.length > 3 && name.endsWith("s") ? name.slice(0, -1) : name;
}

function numberExample(node: Json, type: string, index: number): number {
  const step = numberOf(node["multipleOf"]) ?? (type === "integer" ? 1 : undefined);
  const above = numberOf(node["exclusiveMinimum"]);
  const below = numberOf(node["exclusiveMaximum"]);
  const least = numberOf(node["minimum"]) ?? (above === undefined ? undefined : above + (step ?? 0.5));
  const most = numberOf(node["maximum"]) ?? (below === undefined ? undefined : below - (step ?? 0.5));
  const low = least === undefined || least === Number.MIN_SAFE_INTEGER ? Math.min(1, most ?? 1) : least;
  const wanted = (low === 0 && (most ?? 1) >= 1 ? 1 : low) + index * (step ?? 1);
  const value = step === undefined ? wanted : Math.ceil(wanted / step) * step;
  return most !== undefined && value > most ? low : value;
}
