export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The member of an object; an empty object where it has none. */
export function objectAt(value: unknown, ...keys: readonly string[]): Json {
  let at = value;
  for (const key of keys) at = isObject(at) ? at[key] : undefined;
  return isObject(at) ? at : {};
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textsIn = (value: unknown): string[] => listOf(value).filter((one) => typeof one === "string");

/** Follows `$ref` within the document. */
export function resolve(value: unknown, document: Json): Json {
  let at = isObject(value) ? value : {};
  for (let steps = 0; steps < 16; steps += 1) {
    const ref = at["$ref"];
    if (typeof ref !== "string" || !ref.startsWith("#/")) return at;
    const keys = ref
      .slice(2)
      .split("/")
      .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
    at = objectAt(document, ...keys);
  }
  return at;
}
