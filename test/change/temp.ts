import { existsSync } from "node:fs";
import {
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

// In memory where that is possible: a transaction waits for the disk, and hundreds of them take a while.
export const tempParent = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** A folder that lives as long as the test. */
export async function tempFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tempParent, "daloy-change-")));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function writeFiles(root: string, files: Record<string, string>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}

/** Everything below a folder: path → what it is. Two equal snapshots are two equal trees. */
export async function snapshot(root: string, below = ""): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of (await readdir(join(root, below))).sort()) {
    const path = below === "" ? name : `${below}/${name}`;
    const stats = await lstat(join(root, path));
    if (stats.isDirectory()) Object.assign(found, { [path]: "folder" }, await snapshot(root, path));
    else if (stats.isSymbolicLink()) found[path] = `link to ${await readlink(join(root, path))}`;
    else found[path] = `${(stats.mode & 0o777).toString(8)} ${await readFile(join(root, path), "hex")}`;
  }
  return found;
}
