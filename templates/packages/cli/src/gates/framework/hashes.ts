import { createHash } from "node:crypto";
import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** No file: a link may lead anywhere, and lead elsewhere the next time. */
const notFile = "link";

/** The SHA-256 of every file below a folder of the project; a link is none, and is not followed. */
export async function hashFiles(directory: string, folder: string): Promise<ReadonlyMap<string, string>> {
  const at = await lstat(join(directory, folder)).catch(() => undefined);
  if (at === undefined) return new Map();
  return at.isDirectory() ? new Map(await walk(directory, folder)) : new Map([[folder, notFile]]);
}

async function walk(directory: string, folder: string): Promise<[string, string][]> {
  const entries = await readdir(join(directory, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry): Promise<[string, string][]> => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return walk(directory, path);
      if (!entry.isFile()) return [[path, notFile]];
      const content = await readFile(join(directory, path));
      return [[path, createHash("sha256").update(content).digest("hex")]];
    }),
  );
  return found.flat();
}
