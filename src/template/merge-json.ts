import { isDeepStrictEqual } from "node:util";
import { formatJson } from "./format-json.ts";
import { templateError } from "./template-error.ts";

/** One layer's version of a file. */
export interface Part {
  readonly layer: string;
  readonly text: string;
}

type JsonObject = { [key: string]: unknown };

/**
 * Deep-merges the JSON of several layers: objects by key, arrays by concatenation without duplicates.
 *
 * @returns JSON with an indent of 2, LF and a final newline.
 * @throws {CreateError} `template-invalid` when two layers give one key different values.
 */
export function mergeJson(path: string, parts: readonly Part[]): string {
  const merged: JsonObject = {};
  // Key path → the layer that first gave it, to name both sides of a clash.
  const origins = new Map<string, string>();
  for (const part of parts)
    mergeInto(merged, parseObject(path, part), [], { path, layer: part.layer, origins });
  return formatJson(merged);
}

export function parseObject(path: string, part: Part): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(part.text);
  } catch (error) {
    throw templateError(`${path} of the layer "${part.layer}" is not JSON: ${String(error)}`);
  }
  if (!isObject(value)) throw templateError(`${path} of the layer "${part.layer}" is not a JSON object.`);
  return value;
}

interface Merge {
  readonly path: string;
  readonly layer: string;
  readonly origins: Map<string, string>;
}

function mergeInto(target: JsonObject, source: JsonObject, keys: readonly string[], merge: Merge): void {
  for (const [key, value] of Object.entries(source)) {
    const at = [...keys, key];
    const pointer = at.join(".");
    // An assignment to it would replace the prototype instead of adding a key.
    if (key === "__proto__")
      throw templateError(`${merge.path} of the layer "${merge.layer}" holds "${pointer}".`);
    if (!Object.hasOwn(target, key)) {
      target[key] = isObject(value) ? {} : Array.isArray(value) ? [...value] : value;
      merge.origins.set(pointer, merge.layer);
      const added = target[key];
      if (isObject(value) && isObject(added)) mergeInto(added, value, at, merge);
      continue;
    }
    const existing = target[key];
    if (isObject(existing) && isObject(value)) {
      mergeInto(existing, value, at, merge);
    } else if (Array.isArray(existing) && Array.isArray(value)) {
      existing.push(...value.filter((item) => !existing.some((known) => isDeepStrictEqual(known, item))));
    } else if (!isDeepStrictEqual(existing, value)) {
      throw templateError(
        `${merge.path}: the layers "${merge.origins.get(pointer)}" and "${merge.layer}" give "${pointer}" different values ` +
          `(${JSON.stringify(existing)} and ${JSON.stringify(value)}).`,
      );
    }
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
