import { createHash } from "node:crypto";
import { isText } from "../template/text.ts";
import type { PathClass } from "../template/tree.ts";
import { lineEnding } from "./merge/merge-text.ts";

const byteOrderMark = [0xef, 0xbb, 0xbf];

/** SHA-256 of the bytes, in lower-case hex. */
export function sha256(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/**
 * What the lock records for a file. `owned` files are hashed as they are: nothing may touch them, not even a line
 * ending. Other text is hashed on LF without a byte order mark, so that a Windows checkout is no edit.
 */
export function contentHash(content: Uint8Array, pathClass: PathClass): string {
  return sha256(pathClass === "owned" ? content : onLf(content));
}

/** Text on LF without a byte order mark; anything else unchanged. */
export function onLf(content: Uint8Array): Uint8Array {
  if (!isText(content)) return content;
  return Buffer.from(new TextDecoder().decode(content).replaceAll("\r\n", "\n"));
}

/** New text with the byte order mark and in the line endings, where most are alike, that the file on disk had. */
export function inStyleOf(onDisk: Uint8Array, content: Uint8Array): Uint8Array {
  if (!isText(onDisk) || !isText(content)) return content;
  const old = Buffer.from(onDisk);
  const text = Buffer.from(onLf(content)).toString();
  const styled = text.replaceAll("\n", lineEnding(old.toString()));
  const hasMark = byteOrderMark.every((byte, index) => old[index] === byte);
  return Buffer.concat([Buffer.from(hasMark ? byteOrderMark : []), Buffer.from(styled)]);
}
