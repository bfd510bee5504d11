import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Finding, Gate, GateContext } from "../../verify/gate.ts";
import { hiddenCharacters } from "./hidden-characters.ts";

const reasons = {
  bidirectional:
    "It reorders what is shown, so a reviewer reads other code than the machine runs (CVE-2021-42574).",
  invisible:
    "It is not shown, so a reviewer, or a person who pastes it, cannot see what a machine or a model reads.",
} as const;

export const unicode: Gate = {
  name: "unicode",
  summary: "No bidirectional and no invisible characters",
  explanation: `Finds characters that change or hide what a reader sees: bidirectional controls ("trojan source"), zero-width
characters, tag characters and variation selectors that can carry a hidden text, and look-alikes of the space and of nothing.
It reads every text file of the project, code or not.

A joiner inside an emoji or between letters of a script that needs it, one variation selector behind a character that has one,
and a byte order mark at the beginning of a file are let be.

It does not find letters that look like others (a Cyrillic "а" for a Latin "a") in a text: identifiers of other scripts are
legitimate. --fix removes invisible characters; bidirectional controls are for a person to look at.`,
  async run(context) {
    const files = await context.files();
    const found = await Promise.all(files.map((file) => inspect(file, context)));
    return found.flat();
  },
};

async function inspect(file: string, { directory, readText }: GateContext): Promise<Finding[]> {
  const text = await readText(file);
  if (text === undefined || text.includes("\0")) return [];
  const hidden = hiddenCharacters(text);
  if (hidden.length === 0) return [];
  const removable = hidden.filter(({ kind }) => kind === "invisible");
  const mend = async (): Promise<void> => {
    const parts = removable.map(({ end }, index) => text.slice(end, removable[index + 1]?.start));
    await writeFile(join(directory, file), text.slice(0, removable[0]?.start) + parts.join(""));
  };
  return hidden.map(({ kind, names, start }) => ({
    file,
    line: text.slice(0, start).split("\n").length,
    rule: kind,
    message: `Hidden in this line: ${names}.`,
    why: reasons[kind],
    fix: `Remove it; where it is meant, write it as an escape, such as \\u200b.`,
    ...(kind === "invisible" && { mend }),
  }));
}
