import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Current, DiskEntry } from "./change-set.ts";
import { statEntry } from "./disk.ts";
import { explainDiskError } from "./disk-errors.ts";
import { parentsOf } from "./transaction/stage.ts";

/** Reads what stands on disk at the given paths of a project. A symlink is never followed. */
export async function readCurrent(directory: string, paths: Iterable<string>): Promise<Current> {
  const current = new Map<string, DiskEntry>();
  try {
    for (const path of paths) {
      const entry = await readEntry(directory, path);
      if (entry) current.set(path, entry);
    }
  } catch (error) {
    throw explainDiskError(error, `Reading ${directory}`);
  }
  return current;
}

async function readEntry(directory: string, path: string): Promise<DiskEntry | undefined> {
  for (const parent of parentsOf(path)) {
    const stats = await statEntry(join(directory, parent));
    if (stats === undefined) return undefined;
    if (!stats.isDirectory()) return { kind: "out-of-reach" };
  }
  const stats = await statEntry(join(directory, path));
  if (stats === undefined) return undefined;
  if (!stats.isFile()) return { kind: "other" };
  const mode = process.platform === "win32" ? undefined : stats.mode & 0o777;
  return { kind: "file", content: await readFile(join(directory, path)), mode };
}
