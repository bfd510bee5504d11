import { mergeJson } from "./merge-json.ts";
import { mergeText } from "./merge-text.ts";
import { mergeYaml } from "./merge-yaml.ts";
import type { Labels, Merged } from "./merged.ts";

const byteOrderMark = "\ufeff";

/**
 * Merges a text file by its kind. All three are UTF-8 text; the result has the byte order mark and the line endings
 * that the user's has.
 */
export function mergeFile(path: string, base: string, ours: string, theirs: string, labels: Labels): Merged {
  const hasMark = ours.startsWith(byteOrderMark);
  const merged = mergeKind(path, base, hasMark ? ours.slice(1) : ours, theirs, labels);
  if (!hasMark) return merged;
  if (merged.clean) return { ...merged, text: byteOrderMark + merged.text };
  return { clean: false, marked: merged.marked === undefined ? undefined : byteOrderMark + merged.marked };
}

function mergeKind(path: string, base: string, ours: string, theirs: string, labels: Labels): Merged {
  if (/\.jsonc?$/.test(path)) return mergeJson(base, ours, theirs);
  if (/\.ya?ml$/.test(path)) return mergeYaml(base, ours, theirs, labels);
  return mergeText(base, ours, theirs, labels);
}
