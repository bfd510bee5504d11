import type { Labels, Merged } from "./merged.ts";
import { mergeLists, type Range } from "./three-way.ts";

/**
 * Merges text by line (diff3). Lines compare without their endings: what the user did not ask to change keeps the
 * user's bytes, and what the template brings takes the ending that most of the user's lines have.
 */
export function mergeText(base: string, ours: string, theirs: string, labels: Labels): Merged {
  const [baseLines, ourLines, theirLines] = [linesOf(base), linesOf(ours), linesOf(theirs)];
  const eol = lineEnding(ours);
  const chunks = mergeLists(baseLines.map(bare), ourLines.map(bare), theirLines.map(bare));
  let [text, clean] = ["", true];
  const lines = (of: readonly string[], { start, end }: Range, ending: string | undefined) =>
    of.slice(start, end).map((line) => (ending === undefined ? line : withEnding(line, ending)));
  for (const chunk of chunks) {
    if (chunk.kind === "ours") text += lines(ourLines, chunk.ours, undefined).join("");
    else if (chunk.kind === "theirs") text += lines(theirLines, chunk.theirs, eol).join("");
    else {
      clean = false;
      text += [
        `<<<<<<< yours${eol}`,
        ...ended(lines(ourLines, chunk.ours, undefined), eol),
        `||||||| ${labels.base}${eol}`,
        ...ended(lines(baseLines, chunk.base, eol), eol),
        `=======${eol}`,
        ...ended(lines(theirLines, chunk.theirs, eol), eol),
        `>>>>>>> ${labels.next}${eol}`,
      ].join("");
    }
  }
  return clean ? { clean, text, kept: [] } : { clean: false, marked: text };
}

/** The ending that most lines of a text have. */
export function lineEnding(text: string): "\n" | "\r\n" {
  const crlf = text.split("\r\n").length - 1;
  return crlf > (text.split("\n").length - 1) / 2 ? "\r\n" : "\n";
}

/** Each line with its ending; only the last may have none. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** A line as it compares. A last line without an ending is not the same line: it cannot be followed by another. */
function bare(line: string): string {
  return line.replace(/\r\n$/, "\n");
}

function withEnding(line: string, eol: string): string {
  return line.replace(/\r?\n$/, eol);
}

/** Before a marker, the last line needs an ending. */
function ended(lines: readonly string[], eol: string): string[] {
  return lines.map((line) => (line.endsWith("\n") ? line : line + eol));
}
