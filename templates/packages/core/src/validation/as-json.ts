/**
 * What `JSON.stringify` would look at instead of the value: a response may hold documents that serialise
 * themselves.
 */
export function asJson(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("toJSON" in value)) return value;
  return typeof value.toJSON === "function" ? value.toJSON() : value;
}
