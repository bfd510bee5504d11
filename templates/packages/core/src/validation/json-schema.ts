export type JsonSchema = { readonly [keyword: string]: unknown };

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function recordOf(value: unknown): JsonSchema {
  return isSchema(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Follows a local reference such as `#` or `#/$defs/Node`; `undefined` for every other. */
export function resolveReference(root: JsonSchema, pointer: string): unknown {
  if (!pointer.startsWith("#")) return undefined;
  let target: unknown = root;
  for (const token of decodeURIComponent(pointer).split("/").slice(1)) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof target !== "object" || target === null || !Object.hasOwn(target, key)) return undefined;
    target = Reflect.get(target, key);
  }
  return target;
}
