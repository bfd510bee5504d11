import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** One case of a fixture: a few files, and what must be found in them. */
export interface Case {
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
  /** `src/app.ts:3 rule` */
  readonly expected: readonly string[];
}

/**
 * Reads the cases of a Markdown fixture. Each `##` heading is a case, and each fenced block in it a file, whose path is
 * behind the language. A line with `found: rule` must be found, and no other. `{U+202E}` stands for a character that
 * nobody would see, and `¦` for nothing: it keeps a planted credential from being taken for one. `{sri a}` and `{sum a}` stand for
 * the hash of some content, as npm's registry and as Yarn write it.
 */
export function readCases(gate: string, name: "faults" | "look-alikes"): Case[] {
  const url = new URL(`../${gate}/fixtures/${name}.md`, import.meta.url);
  return readFileSync(url, "utf8").split(/^## /m).slice(1).map(readCase);
}

function readCase(section: string): Case {
  const files = new Map<string, string>();
  const expected: string[] = [];
  for (const [, path = "", body = ""] of section.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)) {
    const text = body
      .replaceAll("¦", "")
      .replace(/\{(sri|sum) (\w+)\}/g, (_, form: string, content: string) => {
        const hash = createHash("sha512").update(content);
        return form === "sri" ? `sha512-${hash.digest("base64")}` : `10c0/${hash.digest("hex")}`;
      })
      .replace(/\{U\+([0-9A-F]+)\}/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
    files.set(path, text);
    for (const [index, line] of text.split("\n").entries()) {
      const [, rules] = /found: ([a-z][a-z-]*[a-z](?:, [a-z][a-z-]*[a-z])*)/.exec(line) ?? [];
      for (const rule of rules?.split(",") ?? []) expected.push(`${path}:${index + 1} ${rule.trim()}`);
    }
  }
  const [name = ""] = section.split("\n");
  if (files.size === 0) throw new Error(`The case "${name}" has no file.`);
  return { name, files, expected };
}
