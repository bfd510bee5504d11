import { gunzipSync, gzipSync } from "node:zlib";
import { isText } from "../template/text.ts";
import type { Tree } from "../template/tree.ts";
import { contentHash, onLf } from "./content.ts";
import type { Lock } from "./lock.ts";

/** Where the pristine text lies in a project. */
export const basePath = ".daloy/base.gz";
/** Bytes that the packed file may have. */
export const maxBaseBytes = 4 * 1024 * 1024;
const maxUnpackedBytes = 32 * 1024 * 1024;

/** The pristine text of the mergeable files, or why there is none to rely on. */
export type BaseTexts =
  | { readonly usable: true; readonly texts: ReadonlyMap<string, string> }
  | { readonly usable: false; readonly reason: string };

/**
 * Packs the text of a tree's mergeable files, on LF. The same tree gives the same bytes on one build of zlib; builds
 * differ in how they compress, so nothing hashes the packed bytes: the lock's hashes are of the text inside.
 */
export function packBase(tree: Tree): Uint8Array {
  const texts = [...tree]
    .filter(([, file]) => file.class === "merge" && isText(file.content))
    .map(([path, file]) => [path, Buffer.from(onLf(file.content)).toString()]);
  const packed = gzipSync(JSON.stringify(Object.fromEntries(texts)), { level: 9 });
  // The header's time (RFC 1952, MTIME) and operating system, which would tell where and when the file was made.
  packed.fill(0, 4, 8);
  packed[9] = 255;
  return packed;
}

/** Reads a packed base as untrusted input: bounded in size, and each text checked against the lock's hash. */
export function unpackBase(packed: Uint8Array, lock: Lock): BaseTexts {
  if (packed.byteLength > maxBaseBytes) return unusable(`it is larger than ${maxBaseBytes} bytes`);
  let entries: [string, unknown][];
  try {
    const value: unknown = JSON.parse(
      gunzipSync(packed, { maxOutputLength: maxUnpackedBytes }).toString("utf8"),
    );
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return unusable("it holds no object");
    entries = Object.entries(value);
  } catch {
    return unusable("it cannot be unpacked");
  }
  const texts = new Map<string, string>();
  for (const [path, text] of entries) {
    const recorded = lock.files.get(path);
    if (recorded?.class !== "merge" || typeof text !== "string") {
      return unusable(
        `it holds ${JSON.stringify(path).slice(0, 200)}, which the lock does not name as mergeable`,
      );
    }
    if (contentHash(Buffer.from(text), "merge") !== recorded.sha256) {
      return unusable(`its text of "${path}" does not match the lock`);
    }
    texts.set(path, text);
  }
  return { usable: true, texts };
}

/** Whether two packed bases hold the same text, however they were compressed. */
export function samePackedBase(a: Uint8Array, b: Uint8Array): boolean {
  try {
    return unpack(a).equals(unpack(b));
  } catch {
    return false;
  }
}

function unpack(packed: Uint8Array): Buffer {
  return gunzipSync(packed, { maxOutputLength: maxUnpackedBytes });
}

function unusable(why: string): BaseTexts {
  return { usable: false, reason: `${basePath} cannot be used: ${why}.` };
}
