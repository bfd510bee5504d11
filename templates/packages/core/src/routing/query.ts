/**
 * A raw query as an object: a key that comes once has a string, a repeated key has an array. Keys that could reach a
 * prototype are left out. Decoding is that of `application/x-www-form-urlencoded` (WHATWG URL §5.1).
 */
export function parseQuery(search: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  if (search === "") return query;
  for (const [key, value] of new URLSearchParams(search)) {
    if (key === "__proto__" || key === "constructor" || key === "prototype") continue;
    // what the prototype has (`toString`) was not sent
    const present = Object.hasOwn(query, key) ? query[key] : undefined;
    if (present === undefined) query[key] = value;
    else if (typeof present === "string") query[key] = [present, value];
    else present.push(value);
  }
  return query;
}
