import { randomBytes } from "node:crypto";
import { mkdir, readdir, rm, rmdir } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { CreateError } from "../../errors.ts";
import { statEntry } from "../disk.ts";
import { cleanUpAndThrow, errorCode } from "../disk-errors.ts";
import { isAlive } from "./owner.ts";
import { stepCounter, type TransactionOptions, throwIfCancelled } from "./progress.ts";
import { type NewFile, renameFolder, writeNewFile } from "./write-file.ts";

/**
 * Makes a project where nothing stands: stages it beside its place, on the same file system, and moves it there in
 * one step. On a failure or a cancellation the stage and the parents that it made are removed.
 *
 * @returns The parents that were made, outermost first.
 */
export async function stageProject(
  path: string,
  files: ReadonlyMap<string, NewFile>,
  options: TransactionOptions,
): Promise<string[]> {
  const made: string[] = [];
  const stage = join(dirname(path), stageName(path));
  try {
    await makeParents(dirname(path), made);
    await removeAbandonedStages(path);
    // Nobody else sees a half-written project: the outer folder is private, the inner one gets the usual mode.
    await mkdir(stage, { mode: 0o700 });
    const project = join(stage, "project");
    await mkdir(project);
    await writeTree(project, files, options);
    throwIfCancelled(options.signal);
    await moveIntoPlace(project, path);
  } catch (error) {
    await cleanUpAndThrow(error, stage, async () => {
      await rm(stage, { recursive: true, force: true });
      await removeEmptyFolders(made);
    });
  }
  // The project is complete. A stage that cannot be removed is empty, and the next run removes it.
  await rmdir(stage).catch(() => undefined);
  return made;
}

async function writeTree(
  root: string,
  files: ReadonlyMap<string, NewFile>,
  options: TransactionOptions,
): Promise<void> {
  const step = stepCounter(files.size, options);
  const folders = new Set<string>();
  for (const [path, file] of files) {
    step(path);
    for (const folder of parentsOf(path)) {
      if (!folders.has(folder)) await mkdir(join(root, folder));
      folders.add(folder);
    }
    await writeNewFile(join(root, path), file);
  }
}

/** `a/b/c.ts` → `a`, `a/b`. */
export function parentsOf(path: string): string[] {
  const steps = path.split("/").slice(0, -1);
  return steps.map((_, index) => steps.slice(0, index + 1).join("/"));
}

async function moveIntoPlace(project: string, path: string): Promise<void> {
  // POSIX moves a folder over an empty one without a word. What this check cannot see, in the instant between the
  // two calls, is another empty folder, which loses nothing; over anything else the rename itself fails.
  if (await statEntry(path)) throw appeared(path);
  try {
    await renameFolder(project, path);
  } catch (error) {
    throw ["EEXIST", "ENOTEMPTY", "ENOTDIR"].includes(errorCode(error) ?? "") ? appeared(path, error) : error;
  }
}

function appeared(path: string, cause?: unknown): CreateError {
  return new CreateError("target-appeared", `${path} appeared while the project was being written.`, {
    fix: "Nothing of it was touched. Look at what is there, then run the command again or name another directory.",
    cause,
  });
}

async function makeParents(directory: string, made: string[]): Promise<void> {
  if (await statEntry(directory)) return;
  await makeParents(dirname(directory), made);
  try {
    await mkdir(directory);
    made.push(directory);
  } catch (error) {
    // Somebody else made it: then it is not ours to remove.
    if (errorCode(error) !== "EEXIST") throw error;
  }
}

/** Removes the folders that hold nothing, innermost first. */
export async function removeEmptyFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders.toReversed()) {
    try {
      await rmdir(folder);
    } catch (error) {
      if (!["ENOENT", "ENOTDIR", "ENOTEMPTY", "EEXIST"].includes(errorCode(error) ?? "")) throw error;
    }
  }
}

function stageName(path: string): string {
  return `${stagePrefix(path)}${process.pid}-${randomBytes(6).toString("hex")}`;
}

/** Cut, so that a stage of the longest possible name is no longer than a name may be. */
function stagePrefix(path: string): string {
  return `.${[...basename(path)].slice(0, 50).join("")}.daloy-`;
}

/** Removes what killed runs for the same path left beside it. */
async function removeAbandonedStages(path: string): Promise<void> {
  const prefix = stagePrefix(path);
  for (const name of await readdir(dirname(path))) {
    const pid = name.startsWith(prefix) && /^(\d+)-[0-9a-f]{12}$/.exec(name.slice(prefix.length))?.[1];
    if (!pid || isAlive({ pid: Number(pid), host: hostname() })) continue;
    const stage = join(dirname(path), name);
    const stats = await statEntry(stage);
    if (stats?.isDirectory() && stats.uid === (process.getuid?.() ?? stats.uid)) {
      await rm(stage, { recursive: true, force: true });
    }
  }
}
