import { compileMatcher } from "./compile-matcher.ts";
import { isSchema, type JsonSchema, listOf, recordOf, resolveReference } from "./json-schema.ts";
import { type ArrayShape, leaf, type ObjectShape, opaque, type RefShape, type Shape } from "./shape.ts";

/** Keywords whose say about names depends on more than the place of a value. */
const undecidable = [
  "if",
  "then",
  "else",
  "dependentSchemas",
  "unevaluatedProperties",
  "unevaluatedItems",
  "$dynamicRef",
];

/**
 * Compiles the JSON Schema (2020-12 or draft-07) of a vendor to a {@link Shape}. An object with `properties`
 * and without `additionalProperties` is closed: vendors leave it out where they strip or ignore other keys.
 */
export function compileShape(root: JsonSchema): Shape {
  const references = new Map<string, RefShape>();

  function compile(schema: unknown): Shape {
    if (schema === false) return leaf;
    if (!isSchema(schema) || undecidable.some((keyword) => keyword in schema)) return opaque;
    const members: Shape[] = [];
    if (typeof schema["$ref"] === "string") members.push(reference(schema["$ref"]));
    const object = compileObject(schema);
    const array = compileArray(schema);
    if (object || (array && holdsMore(array))) members.push({ kind: "container", object, array });
    for (const member of listOf(schema["allOf"])) members.push(compile(member));
    for (const keyword of ["anyOf", "oneOf"]) {
      if (keyword in schema) members.push(union(listOf(schema[keyword])));
    }
    const [first] = members;
    if (!first) return !array && holdsObjects(schema) ? opaque : leaf;
    return members.length === 1 ? first : { kind: "all", members };
  }

  function compileObject(schema: JsonSchema): ObjectShape | undefined {
    const { properties, patternProperties, additionalProperties } = schema;
    if (properties === undefined && patternProperties === undefined && additionalProperties === undefined) {
      return undefined;
    }
    const names = Object.entries(recordOf(properties)).map(
      ([name, child]) => [name, compile(child)] as const,
    );
    const patterns = Object.entries(recordOf(patternProperties)).map(
      ([pattern, child]) => [new RegExp(pattern, "u"), compile(child)] as const,
    );
    const closed =
      additionalProperties === false ||
      (additionalProperties === undefined && patternProperties === undefined);
    return { names: new Map(names), patterns, others: closed ? undefined : compile(additionalProperties) };
  }

  function compileArray({ prefixItems, items, additionalItems }: JsonSchema): ArrayShape | undefined {
    // draft-07 writes tuples as a list of `items`
    if (Array.isArray(items)) return { prefix: items.map(compile), rest: compile(additionalItems) };
    if (prefixItems === undefined && items === undefined) return undefined;
    return { prefix: listOf(prefixItems).map(compile), rest: compile(items) };
  }

  function union(alternatives: readonly unknown[]): Shape {
    const branches = alternatives.map((schema) => ({
      shape: compile(schema),
      accepts: compileMatcher(schema, root),
    }));
    return branches.every(({ shape }) => shape === leaf) ? leaf : { kind: "any", branches };
  }

  function reference(pointer: string): Shape {
    const known = references.get(pointer);
    if (known) return known;
    const shape: RefShape = { kind: "ref", target: opaque };
    references.set(pointer, shape);
    const target = compile(resolveReference(root, pointer));
    if (!leadsTo(shape, target)) shape.target = target;
    return shape;
  }

  return compile(root);
}

function holdsMore({ prefix, rest }: ArrayShape): boolean {
  return [...prefix, rest].some((shape) => shape.kind !== "leaf");
}

/** References that only refer to each other describe nothing. */
function leadsTo(shape: RefShape, target: Shape): boolean {
  while (target.kind === "ref" && target !== shape) target = target.target;
  return target === shape;
}

function holdsObjects({ type, ...schema }: JsonSchema): boolean {
  if ("const" in schema || "enum" in schema) return false;
  if (type === undefined) return !("not" in schema);
  return [type].flat().some((name) => name === "object" || name === "array");
}
