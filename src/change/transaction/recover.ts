import { mkdir, rename, rm, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CreateError } from "../../errors.ts";
import { sha256 } from "../content.ts";
import { readBounded, statEntry } from "../disk.ts";
import { explainDiskError } from "../disk-errors.ts";
import {
  type Journal,
  type JournalEntry,
  readJournal,
  readOwner,
  recordsPath,
  removeJournal,
  transactionPath,
  undoName,
  undoPath,
} from "./journal.ts";
import { isAlive } from "./owner.ts";
import { parentsOf, removeEmptyFolders } from "./stage.ts";

/** What `recover` found. */
export interface Recovery {
  /** Whether a killed run had begun to write, so that files were put back. */
  readonly restored: boolean;
  /**
   * Paths that somebody changed after the run was killed: they were left as they are. Where the run had replaced
   * such a file, its old content is in `.daloy/backup/` under the same path.
   */
  readonly kept: readonly string[];
}

/**
 * Restores the state before a killed run. Does nothing where no run was interrupted.
 *
 * @throws {CreateError} `busy` while the other run is still at work; `journal-invalid` for a journal that is not ours.
 */
export async function recover(directory: string): Promise<Recovery> {
  try {
    if (!(await isFolder(directory, recordsPath))) return { restored: false, kept: [] };
    let journal: Journal | undefined;
    if (await isFolder(directory, transactionPath)) {
      const owner = await readOwner(directory);
      if (owner && isAlive(owner)) throw busy(directory, owner.pid);
      journal = await readJournal(directory);
    }
    const kept = journal ? await restore(directory, journal) : [];
    await clearTransaction(directory);
    return { restored: journal !== undefined, kept };
  } catch (error) {
    throw explainDiskError(error, `Restoring ${directory}`);
  }
}

function busy(directory: string, pid: number): CreateError {
  return new CreateError("busy", `Another create-daloy (process ${pid}) is at work in ${directory}.`, {
    fix: `Wait until it has ended. If process ${pid} is something else, delete ${transactionPath}/owner.json there.`,
  });
}

/**
 * Undoes a journal, last entry first. Each step may have happened or not, and this very function may have been
 * killed before: what is there decides, never an assumption.
 *
 * @returns The paths that somebody else has changed, which stay as they are.
 */
export async function restore(directory: string, journal: Journal): Promise<string[]> {
  const kept: string[] = [];
  for (const [index, entry] of [...journal.entries.entries()].reverse()) {
    if (!(await restoreEntry(directory, entry, index))) kept.push(entry.path);
  }
  await removeEmptyFolders(journal.folders.map((folder) => join(directory, folder)));
  if (await statEntry(join(directory, transactionPath, "journal.json"))) await removeJournal(directory);
  return kept.reverse();
}

/**
 * Removes what is left of a transaction; `.daloy` too when it holds nothing else. Of one that was completed, how to undo
 * it stays, and replaces that of the upgrade before.
 */
export async function clearTransaction(directory: string): Promise<void> {
  const folder = join(directory, transactionPath);
  if (await statEntry(join(folder, undoName))) {
    for (const part of ["stage", "owner.json"])
      await rm(join(folder, part), { recursive: true, force: true });
    await rm(join(directory, undoPath), { recursive: true, force: true });
    await rename(folder, join(directory, undoPath));
    return;
  }
  await rm(folder, { recursive: true, force: true });
  await removeEmptyFolders([join(directory, recordsPath)]);
}

async function restoreEntry(directory: string, entry: JournalEntry, index: number): Promise<boolean> {
  if (entry.kind === "derived") return true;
  for (const parent of parentsOf(entry.path)) {
    const stats = await statEntry(join(directory, parent));
    if (stats && !stats.isDirectory()) return false;
  }
  return entry.kind === "create"
    ? await removeCreated(directory, entry, index)
    : await putBack(directory, entry, index);
}

async function removeCreated(
  directory: string,
  entry: Extract<JournalEntry, { kind: "create" }>,
  index: number,
): Promise<boolean> {
  const target = join(directory, entry.path);
  const stats = await statEntry(target);
  if (stats === undefined) return true;
  if (!stats.isFile()) return false;
  const content = await readBounded(target, stats.size);
  const isOurs = sha256(content) === entry.after || (await isPartOfStaged(directory, content, entry, index));
  if (isOurs) await unlink(target);
  return isOurs;
}

/** Where there are no hard links a file is copied into place, and the kill may have cut it short. */
async function isPartOfStaged(
  directory: string,
  content: Uint8Array,
  entry: Extract<JournalEntry, { kind: "create" }>,
  index: number,
): Promise<boolean> {
  const staged = join(directory, transactionPath, "stage", `${index}`);
  const stats = await statEntry(staged);
  if (!stats?.isFile()) return false;
  const whole = await readBounded(staged, stats.size);
  // The staged file and the target may be one file under two names: then an edit shows in both.
  return sha256(whole) === entry.after && Buffer.from(whole).subarray(0, content.length).equals(content);
}

async function putBack(
  directory: string,
  entry: Extract<JournalEntry, { kind: "update" | "delete" }>,
  index: number,
): Promise<boolean> {
  const backup = join(directory, transactionPath, "backup", `${index}`);
  if (!(await statEntry(backup))) return true;
  const target = join(directory, entry.path);
  const stats = await statEntry(target);
  if (stats === undefined || (stats.isFile() && (await isKnown(target, stats.size, entry)))) {
    await mkdir(dirname(target), { recursive: true });
    await rename(backup, target);
    return true;
  }
  const safe = join(directory, recordsPath, "backup", entry.path);
  await mkdir(dirname(safe), { recursive: true });
  await rename(backup, safe);
  return false;
}

async function isKnown(
  target: string,
  size: number,
  entry: Extract<JournalEntry, { kind: "update" | "delete" }>,
): Promise<boolean> {
  const hash = sha256(await readBounded(target, size));
  return hash === entry.before || (entry.kind === "update" && hash === entry.after);
}

async function isFolder(directory: string, path: string): Promise<boolean> {
  return (await statEntry(join(directory, path)))?.isDirectory() ?? false;
}
