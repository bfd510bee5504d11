import type { Style } from "../terminal/terminal.ts";
import { printable } from "../terminal/text.ts";
import type { Difference } from "./compare.ts";

/** More than this is no longer read. */
const mostLines = 30;
const mostDetails = 6;

const signs = { added: "+", removed: "-", changed: "~" } as const;

/** `2 added, 1 changed` */
export function countDifferences(differences: readonly Difference[]): string {
  return (["added", "removed", "changed"] as const)
    .map((kind) => [differences.filter((one) => one.kind === kind).length, kind] as const)
    .filter(([count]) => count > 0)
    .map(([count, kind]) => `${count} ${kind}`)
    .join(", ");
}

/** One line for each difference, as far as anyone reads. */
export function listDifferences(differences: readonly Difference[], style: Style): string {
  const lines = shorten(differences, mostLines).map((one) =>
    typeof one === "number" ? `  … and ${one} more` : `  ${differenceLine(one, style)}`,
  );
  return `${lines.join("\n")}\n`;
}

function differenceLine({ kind, part, details }: Difference, style: Style): string {
  const paint = { added: style.green, removed: style.red, changed: (text: string) => text }[kind];
  const told = shorten(details, mostDetails).map((one) => (typeof one === "number" ? `${one} more` : one));
  const line = `${signs[kind]} ${part}${told.length > 0 ? `: ${told.join(", ")}` : ""}`;
  return paint(printable(line));
}

/** The first of them, and how many are left. */
function shorten<T>(items: readonly T[], most: number): (T | number)[] {
  return items.length <= most ? [...items] : [...items.slice(0, most), items.length - most];
}
