import type { DataValue } from "./data.ts";

/** An `.npmrc`: keys and values by the line, the last of a key counts. Nothing in it is expanded. */
export function parseNpmrc(text: string): DataValue {
  const entries = new Map<string, DataValue>();
  let start = 0;
  for (const [index, line] of text.split("\n").entries()) {
    const end = start + line.length;
    const [, key, value = "true"] = /^\s*([^#;=\s][^=]*?)\s*(?:=\s*(.*?)\s*)?$/.exec(line) ?? [];
    if (key !== undefined) entries.set(key, { line: index + 1, start, end, text: plain(value) });
    start = end + 1;
  }
  return { line: 1, start: 0, end: text.length, entries };
}

/** Without the quotes around it; without them a comment may follow. */
function plain(value: string): string {
  const [, , quoted] = /^(["'])(.*)\1$/.exec(value) ?? [];
  return quoted ?? value.replace(/\s*(?<!\\)[;#].*$/, "");
}
