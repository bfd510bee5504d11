/** What a polluted `Object.prototype` would carry. */
export const pollutedKey = "smokePolluted";

/**
 * A body with the keys of a prototype pollution in front, as text: an object literal cannot have `__proto__` as a key of
 * its own, and `JSON.parse` makes it one.
 */
export function poisoned(body: Readonly<Record<string, unknown>>): string {
  const poison = `{"${pollutedKey}":true}`;
  const rest = JSON.stringify(body).slice(1);
  const comma = rest === "}" ? "" : ",";
  return `{"__proto__":${poison},"constructor":{"prototype":${poison}}${comma}${rest}`;
}
