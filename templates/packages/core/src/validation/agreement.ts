import type { Cuts } from "./prune.ts";

/**
 * Whether `changed` is the same as `first`, except at the cut keys. Where `first` and `again`, which come of
 * one input, differ already (a random default, a clock), nothing can be told, and the place counts as the
 * same.
 */
export function agrees(first: unknown, again: unknown, changed: unknown, cuts: Cuts | undefined): boolean {
  if (Object.is(first, changed)) return true;
  if (typeof first !== "object" || first === null || typeof changed !== "object" || changed === null) {
    return isPrimitive(first) && !Object.is(first, again);
  }
  if (typeof again !== "object" || again === null) return true;
  if (Object.getPrototypeOf(first) !== Object.getPrototypeOf(changed)) return false;
  const parts = partsOf(first);
  const partsAgain = partsOf(again);
  const partsChanged = partsOf(changed);
  if (!parts || !partsAgain || !partsChanged) return true;
  for (const key of new Set([...parts.keys(), ...partsChanged.keys()])) {
    const cut = typeof key === "string" || typeof key === "number" ? cuts?.get(key) : undefined;
    if (cut === "all") continue;
    if (!parts.has(key) || !partsChanged.has(key)) {
      if (parts.has(key) === partsAgain.has(key)) return false;
    } else if (!agrees(parts.get(key), partsAgain.get(key), partsChanged.get(key), cut)) {
      return false;
    }
  }
  return true;
}

/** An object's parts by name or place; `undefined` where its state is private. */
function partsOf(value: object): Map<unknown, unknown> | undefined {
  if (Array.isArray(value)) return new Map(value.entries());
  if (value instanceof Map) return new Map(value);
  if (value instanceof Set) return new Map([...value].entries());
  if (value instanceof Date) return new Map([["time", value.getTime()]]);
  if (value instanceof URL || value instanceof RegExp || value instanceof URLSearchParams) {
    return new Map([["text", String(value)]]);
  }
  if (value instanceof ArrayBuffer) return new Map(new Uint8Array(value).entries());
  const parts = new Map<unknown, unknown>(Object.entries(value));
  const prototype: unknown = Object.getPrototypeOf(value);
  return parts.size > 0 || prototype === Object.prototype || prototype === null ? parts : undefined;
}

function isPrimitive(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}
