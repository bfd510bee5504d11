import type { PathClass } from "./tree.ts";

/** What a re-run may do with a rendered path. */
export function classify(path: string): PathClass {
  if (path.startsWith("vendor/")) return "owned";
  if (path === ".env") return "once";
  if (path === "yarn.lock") return "derived";
  return "merge";
}

/**
 * POSIX permission bits of a rendered file. They are derived from path and content, because the bits on disk
 * do not survive a Windows checkout.
 */
export function modeOf(path: string, content: Uint8Array): number {
  if (path === ".env") return 0o600;
  const hasShebang = content[0] === 0x23 && content[1] === 0x21;
  return hasShebang ? 0o755 : 0o644;
}
