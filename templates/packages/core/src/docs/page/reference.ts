import { isObject, type Json, objectOf } from "./json.ts";

/** What a node stands for once its references are followed, and the name of the component that it came from. */
export interface Resolved {
  readonly node: Json;
  readonly name: string | undefined;
}

export type Resolve = (node: unknown) => Resolved;

/** Follows local references; what stands beside a `$ref` wins over its target (JSON Schema 2020-12 §8.2.3.1). */
export function resolverOf(root: Json): Resolve {
  return (value) => {
    let node = objectOf(value);
    let name: string | undefined;
    for (const seen = new Set<string>(); typeof node["$ref"] === "string"; ) {
      const { $ref: pointer, ...beside } = node;
      if (typeof pointer !== "string" || seen.has(pointer)) return { node: beside, name };
      seen.add(pointer);
      const target = find(root, pointer);
      if (!isObject(target)) return { node: beside, name };
      name ??= lastToken(pointer);
      // the very target where nothing stands beside the reference: recursion is known by identity
      node = Object.keys(beside).length === 0 ? target : { ...target, ...beside };
    }
    return { node, name };
  };
}

function find(root: Json, pointer: string): unknown {
  if (!pointer.startsWith("#")) return undefined;
  let target: unknown = root;
  for (const token of tokensOf(pointer)) {
    if (typeof target !== "object" || target === null || !Object.hasOwn(target, token)) return undefined;
    target = Reflect.get(target, token);
  }
  return target;
}

function lastToken(pointer: string): string {
  return tokensOf(pointer).at(-1) ?? pointer;
}

function tokensOf(pointer: string): string[] {
  return decode(pointer)
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
