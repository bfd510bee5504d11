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
