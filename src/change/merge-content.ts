import { isText } from "../template/text.ts";
import { mergeFile } from "./merge/merge-file.ts";
import type { Labels } from "./merge/merged.ts";
import { hasConflictMarkers } from "./merge/merged.ts";

/** A merged file's bytes, or why there are none. */
export type MergedContent =
  | { readonly clean: true; readonly content: Uint8Array; readonly kept: readonly string[] }
  | { readonly clean: false; readonly marked: Uint8Array | undefined }
  | "binary"
  | "unresolved";

/**
 * Merges the bytes of a file that the user and the template both changed.
 *
 * @returns `unresolved` when the user's version holds conflict markers already: a second layer of them could not be read.
 */
export function mergeContent(
  path: string,
  base: string | undefined,
  ours: Uint8Array,
  theirs: Uint8Array,
  labels: Labels,
): MergedContent {
  if (base === undefined || !isText(ours) || !isText(theirs)) return "binary";
  const text = decode(ours);
  if (hasConflictMarkers(text) && !hasConflictMarkers(base)) return "unresolved";
  const merged = mergeFile(path, base, text, decode(theirs), labels);
  if (merged.clean) return { clean: true, content: Buffer.from(merged.text), kept: merged.kept };
  return { clean: false, marked: merged.marked === undefined ? undefined : Buffer.from(merged.marked) };
}

function decode(content: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(content);
}
