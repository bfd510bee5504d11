import { chmod, copyFile, mkdir, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import { CreateError } from "../../errors.ts";
import type { Create, Delete, Update } from "../change-set.ts";
import { sha256 } from "../content.ts";
import { readBounded, statEntry } from "../disk.ts";
import { cleanUpAndThrow, errorCode } from "../disk-errors.ts";
import {
  type Journal,
  type JournalEntry,
  keepJournal,
  recordsPath,
  removeJournal,
  transactionPath,
  writeJournal,
  writeOwner,
} from "./journal.ts";
import { thisProcess } from "./owner.ts";
import { stepCounter, type TransactionOptions, throwIfCancelled } from "./progress.ts";
import { clearTransaction, restore } from "./recover.ts";
import { parentsOf, removeEmptyFolders } from "./stage.ts";
import { linkOrCopy, writeNewFile } from "./write-file.ts";

/** A write, without what only a report needs. */
export type Operation = Omit<Create, "class"> | Omit<Update, "class"> | Omit<Delete, "class">;

/** Bytes of a file that may be replaced; it is hashed in memory. */
export const maxReplacedBytes = 64 * 1024 * 1024;

/**
 * Writes into a directory that exists, in the order of the operations. Everything is staged, backed up and journaled
 * under `.daloy/` before the first file moves; a failure or a cancellation restores the old state, and so does
 * `recover` after a kill.
 */
export async function fillDirectory(
  directory: string,
  operations: readonly Operation[],
  options: TransactionOptions,
): Promise<void> {
  const step = stepCounter(operations.length * 2, options);
  await begin(directory);
  let journal: Journal | undefined;
  try {
    await writeOwner(directory, thisProcess());
    await mkdir(join(directory, transactionPath, "stage"));
    await mkdir(join(directory, transactionPath, "backup"));
    for (const [index, operation] of operations.entries()) {
      step(operation.path);
      await prepare(directory, operation, index);
    }
    const derived = await noteDerived(directory, options.undoable ?? [], operations.length);
    const planned = {
      folders: await missingFolders(directory, operations),
      entries: [...operations.map(entryOf), ...derived],
    };
    // From here on a failure may have left a journal that a later run would act on, even if this call fails.
    journal = planned;
    await writeJournal(directory, planned);
    for (const folder of planned.folders) await makeFolder(join(directory, folder));
    for (const [index, operation] of operations.entries()) {
      step(operation.path);
      await requireUnlinkedParents(directory, operation.path);
      await putInPlace(directory, operation, index);
    }
    await removeEmptyFolders(emptiedFolders(operations).map((folder) => join(directory, folder)));
    throwIfCancelled(options.signal);
    await (options.undoable ? keepJournal(directory) : removeJournal(directory));
  } catch (error) {
    await cleanUpAndThrow(error, join(directory, transactionPath), async () => {
      if (journal) await restore(directory, journal);
      await clearTransaction(directory);
    });
  }
  // All is written. What cannot be tidied here, the next run tidies.
  await clearTransaction(directory).catch(() => undefined);
}

/** Copies files that a later step will change: how they are linked must not matter then. */
async function noteDerived(
  directory: string,
  paths: readonly string[],
  firstIndex: number,
): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for (const path of paths) {
    const at = join(directory, path);
    const stats = await statEntry(at);
    if (stats && !stats.isFile()) continue;
    const before = stats ? sha256(await readBounded(at, maxReplacedBytes)) : null;
    if (stats)
      await copyFile(at, join(directory, transactionPath, "backup", `${firstIndex + entries.length}`));
    entries.push({ kind: "derived", path, before });
  }
  return entries;
}

/** The folders that deletions may have left empty, outermost first. A restore makes them again. */
function emptiedFolders(operations: readonly Operation[]): string[] {
  const deleted = operations.filter(({ action }) => action === "delete");
  return [...new Set(deleted.flatMap(({ path }) => parentsOf(path)))].sort();
}

/** Making the folder is the lock: only one run can. */
async function begin(directory: string): Promise<void> {
  try {
    await mkdir(join(directory, recordsPath));
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
  await requireUnlinkedParents(directory, transactionPath);
  try {
    await mkdir(join(directory, transactionPath), { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) !== "EEXIST") {
      await clearTransaction(directory);
      throw error;
    }
    throw new CreateError(
      "busy",
      `Another create-daloy is at work in ${directory}, or one was interrupted there.`,
      {
        fix: "Wait until it has ended, then run the command again: it restores what an interrupted run left.",
        cause: error,
      },
    );
  }
}

/** Stages the new content and backs up the old. */
async function prepare(directory: string, operation: Operation, index: number): Promise<void> {
  const folder = join(directory, transactionPath);
  if (operation.action !== "delete") {
    // A new file can be rendered again; a replaced one must have reached the disk before its backup goes.
    const staged = join(folder, "stage", `${index}`);
    await writeNewFile(staged, operation, operation.action === "update");
    if (operation.action === "update") await chmod(staged, operation.mode);
  }
  if (operation.action !== "create") {
    await requireBefore(directory, operation);
    await linkOrCopy(join(directory, operation.path), join(folder, "backup", `${index}`));
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    throw errorCode(error) === "EEXIST" ? changedMeanwhile(path, error) : error;
  }
}

async function putInPlace(directory: string, operation: Operation, index: number): Promise<void> {
  const target = join(directory, operation.path);
  const staged = join(directory, transactionPath, "stage", `${index}`);
  if (operation.action === "create") {
    await linkOrCopy(staged, target).catch((error: unknown) => {
      throw errorCode(error) === "EEXIST" ? changedMeanwhile(target, error) : error;
    });
    return;
  }
  await requireBefore(directory, operation);
  if (operation.action === "update") await rename(staged, target);
  else await unlink(target);
}

async function requireBefore(
  directory: string,
  { path, before }: { path: string; before: string },
): Promise<void> {
  const target = join(directory, path);
  const stats = await statEntry(target);
  if (!stats?.isFile() || sha256(await readBounded(target, maxReplacedBytes)) !== before) {
    throw changedMeanwhile(target);
  }
}

/** No folder on the way to a path may be a symlink: the write would land somewhere else. */
async function requireUnlinkedParents(directory: string, path: string): Promise<void> {
  for (const parent of parentsOf(path)) {
    const stats = await statEntry(join(directory, parent));
    if (!stats?.isDirectory()) throw changedMeanwhile(join(directory, parent));
  }
}

async function missingFolders(directory: string, operations: readonly Operation[]): Promise<string[]> {
  const folders = new Set(
    operations.filter(({ action }) => action === "create").flatMap(({ path }) => parentsOf(path)),
  );
  const missing: string[] = [];
  for (const folder of [...folders].sort()) {
    if (!(await statEntry(join(directory, folder)))) missing.push(folder);
  }
  return missing;
}

function entryOf(operation: Operation): JournalEntry {
  const { path } = operation;
  if (operation.action === "create") return { kind: "create", path, after: sha256(operation.content) };
  if (operation.action === "delete") return { kind: "delete", path, before: operation.before };
  return { kind: "update", path, before: operation.before, after: sha256(operation.content) };
}

function changedMeanwhile(path: string, cause?: unknown): CreateError {
  return new CreateError("target-changed", `${path} changed while the project was being written.`, {
    fix: "Nothing of it was overwritten. Look at what is there and run the command again.",
    cause,
  });
}
