import { gunzipSync, gzipSync } from "node:zlib";
import type { Base } from "./change-set.ts";
import { contentHash } from "./content.ts";
import type { Lock } from "./lock.ts";

/** Where the pristine text lies in a project. */
export const basePath = ".daloy/base.gz";
/** Bytes that the packed file may have. */
export const maxBaseBytes = 4 * 1024 * 1024;
const maxUnpackedBytes = 32 * 1024 * 1024;

/** Path → pristine text on LF, of the mergeable files, and of those whose conflict is pending. */
export interface PristineTexts {
  readonly files: ReadonlyMap<string, string>;
  readonly pending: ReadonlyMap<string, string>;
}

/** The pristine texts, or why there are none to rely on. */
export type BaseTexts =
  | ({ readonly usable: true } & PristineTexts)
  | { readonly usable: false; readonly reason: string };

/**
 * Packs the pristine texts. The same texts give the same bytes on one build of zlib; builds differ in how they compress,
 * so nothing hashes the packed bytes: the lock's hashes are of the text inside.
 */
export function packBase({ files, pending }: PristineTexts): Uint8Array {
  const texts = { files: Object.fromEntries(files), pending: Object.fromEntries(pending) };
  const packed = gzipSync(JSON.stringify(texts), { level: 9 });
  // The header's time (RFC 1952, MTIME) and operating system, which would tell where and when the file was made.
  packed.fill(0, 4, 8);
  packed[9] = 255;
  return packed;
}

/** Reads a packed base as untrusted input: bounded in size, and each text checked against the lock's hash. */
export function unpackBase(packed: Uint8Array, lock: Lock): BaseTexts {
  if (packed.byteLength > maxBaseBytes) return unusable(`it is larger than ${maxBaseBytes} bytes`);
  const value = parse(packed);
  if (value === undefined) return unusable("it cannot be unpacked");
  const [files, pending] = [value["files"], value["pending"]];
  if (!isObject(files) || !isObject(pending)) return unusable("it holds no texts");
  const fault = textsFault(files, lock.files) ?? textsFault(pending, lock.pending);
  if (fault !== undefined) return unusable(fault);
  return { usable: true, files: textsOf(files), pending: textsOf(pending) };
}

function parse(packed: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(unpack(packed).toString("utf8"));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Why the texts are not those that the lock speaks of. */
function textsFault(texts: Record<string, unknown>, recorded: Base): string | undefined {
  for (const [path, text] of Object.entries(texts)) {
    const file = recorded.get(path);
    if (file?.class !== "merge" || typeof text !== "string")
      return `it holds ${JSON.stringify(path).slice(0, 200)}, which the lock does not name as mergeable`;
    if (contentHash(Buffer.from(text), "merge") !== file.sha256)
      return `its text of "${path}" does not match the lock`;
  }
  return undefined;
}

function textsOf(texts: Record<string, unknown>): ReadonlyMap<string, string> {
  return new Map(Object.entries(texts).map(([path, text]) => [path, String(text)]));
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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unusable(why: string): BaseTexts {
  return { usable: false, reason: `${basePath} cannot be used: ${why}.` };
}
