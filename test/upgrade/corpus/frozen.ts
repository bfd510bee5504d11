import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { parseLock } from "../../../src/change/lock.ts";
import type { Rename } from "../../../src/template/releases.ts";
import type { Tree } from "../../../src/template/tree.ts";

/** What a released version rendered, made by `scripts/freeze.mjs`. */
export interface Frozen {
  readonly version: string;
  readonly renames: readonly Rename[];
  /** Every file of the project as it was on disk, the records included. */
  readonly files: ReadonlyMap<string, { readonly content: Buffer; readonly mode: number }>;
  /** The same as a render. */
  readonly tree: Tree;
}

interface Stored {
  readonly version: string;
  readonly renames: readonly Rename[];
  readonly files: Readonly<Record<string, { mode: string; text?: string; base64?: string }>>;
}

export function frozen(version: string): Frozen {
  const path = fileURLToPath(new URL(`releases/${version}.gz`, import.meta.url));
  const stored: Stored = JSON.parse(gunzipSync(readFileSync(path)).toString());
  const files = new Map(
    Object.entries(stored.files).map(([name, { mode, text, base64 }]) => [
      name,
      {
        mode: Number.parseInt(mode, 8),
        content: text === undefined ? Buffer.from(base64 ?? "", "base64") : Buffer.from(text),
      },
    ]),
  );
  const lock = parseLock(files.get(".daloy/lock.json")?.content ?? Buffer.alloc(0));
  const tree = new Map(
    [...lock.files].map(([name, { class: pathClass, mode }]) => [
      name,
      { class: pathClass, mode, content: files.get(name)?.content ?? Buffer.alloc(0) },
    ]),
  );
  return { version: stored.version, renames: stored.renames, files, tree };
}

/** Writes the project as the old version did, byte for byte. */
export async function writeFrozen(directory: string, { files }: Frozen): Promise<void> {
  for (const [path, { content, mode }] of files) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content, { mode });
  }
}
