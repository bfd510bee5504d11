import { isObject, type Json, listOf, objectOf, textsOf } from "./json.ts";
import type { Resolve } from "./reference.ts";

export interface Property {
  readonly name: string;
  readonly schema: unknown;
  readonly required: boolean;
}

/** A schema may name itself in its `allOf`. */
const mostParts = 100;

export interface ObjectShape {
  readonly properties: readonly Property[];
  /** The schema of other members; `false` when there must be none, `undefined` when nothing is said. */
  readonly additional: unknown;
}

/** The members of an object schema, those of its `allOf` parts included; `undefined` when it describes no object. */
export function objectShape(
  schema: Json,
  resolve: Resolve,
  merged = new Set<Json>([schema]),
): ObjectShape | undefined {
  const parts = listOf(schema["allOf"])
    .map((part) => resolve(part).node)
    .filter((part) => !merged.has(part) && merged.size < mostParts && merged.add(part));
  const shapes = parts
    .map((part) => objectShape(part, resolve, merged))
    .filter((shape) => shape !== undefined);
  const isPlain = isObject(schema["properties"]) || schema["additionalProperties"] !== undefined;
  if (!isPlain && schema["type"] !== "object" && shapes.length === 0) return undefined;

  const required = new Set([schema, ...parts].flatMap((part) => textsOf(part["required"])));
  const members = new Map(
    [...shapes.flatMap((shape) => shape.properties), ...ownProperties(schema)].map(
      ({ name, schema: member }) => [name, member],
    ),
  );
  return {
    properties: [...members].map(([name, member]) => ({
      name,
      schema: member,
      required: required.has(name),
    })),
    additional:
      schema["additionalProperties"] ?? shapes.find((shape) => shape.additional !== undefined)?.additional,
  };
}

function ownProperties(schema: Json): Property[] {
  return Object.entries(objectOf(schema["properties"])).map(([name, member]) => ({
    name,
    schema: member,
    required: false,
  }));
}

/** The alternatives of `oneOf` and `anyOf`. */
export function alternativesOf(schema: Json): readonly unknown[] {
  return [...listOf(schema["oneOf"]), ...listOf(schema["anyOf"])];
}

/** The types that a schema names, `null` left out. */
export function typesOf(schema: Json): string[] {
  const { type } = schema;
  return (typeof type === "string" ? [type] : textsOf(type)).filter((name) => name !== "null");
}

/** A schema that is one other or null, as that other; every other schema as it is. */
export function withoutNull(node: Json, resolve: Resolve): Json {
  const { oneOf, anyOf, ...own } = node;
  const others = [...listOf(oneOf), ...listOf(anyOf)]
    .map((part) => resolve(part).node)
    .filter((part) => part["type"] !== "null");
  const [only] = others;
  return only !== undefined && others.length === 1 ? { ...only, ...own } : node;
}
