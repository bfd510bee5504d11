import type { Operation } from "./api.ts";

/** Text that the words of a query are looked for in. */
export function searchText(operation: Operation): string {
  const { method, path, summary, id, tags } = operation;
  return [method, path, summary, id, ...tags].join("\n").toLowerCase();
}

/** Whether every word of the query is somewhere in the text. */
export function matches(text: string, query: string): boolean {
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** What the query most likely means: the first text that has its words as they stand, else the first of all. */
export function bestMatch<T extends { readonly text: string }>(
  found: readonly T[],
  query: string,
): T | undefined {
  const phrase = query.trim().toLowerCase();
  return found.find(({ text }) => text.includes(phrase)) ?? found[0];
}
