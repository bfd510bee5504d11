import type { Node } from "@babel/types";

const mostCharacters = 60;

/** An expression as it is written, in one line and as far as one reads. */
export function excerptOf(node: Node, text: string): string {
  const written = text.slice(node.start ?? 0, node.end ?? 0).replace(/\s+/g, " ");
  return `\`${written.length <= mostCharacters ? written : `${written.slice(0, mostCharacters)}…`}\``;
}
