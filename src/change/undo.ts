import { rm } from "node:fs/promises";
import { join } from "node:path";
import { CreateError } from "../errors.ts";
import { sha256 } from "./content.ts";
import { readBounded, statEntry } from "./disk.ts";
import { explainDiskError } from "./disk-errors.ts";
import { lockPath } from "./lock.ts";
import { backupOperation } from "./operations.ts";
import { fillDirectory, maxReplacedBytes, type Operation } from "./transaction/fill.ts";
import { type JournalEntry, readUndo, undoName, undoPath } from "./transaction/journal.ts";
import type { TransactionOptions } from "./transaction/progress.ts";
import { parentsOf } from "./transaction/stage.ts";

/** What undoing the last upgrade does. */
export interface UndoPlan {
  readonly operations: readonly Operation[];
  /** Files that were edited after the upgrade: they stay, and what they were before goes to `.daloy/backup/`. */
  readonly kept: readonly string[];
}

/**
 * Plans the way back to the state before the last upgrade.
 *
 * @throws {CreateError} `nothing-to-undo`; `journal-invalid`; `undo-stale` when the lock was changed since
 */
export async function planUndo(directory: string): Promise<UndoPlan> {
  try {
    const journal = await readUndo(directory);
    if (!journal) {
      throw new CreateError("nothing-to-undo", "There is no upgrade to undo here.", {
        fix: "Use version control to go further back.",
      });
    }
    const operations: Operation[] = [];
    const kept: string[] = [];
    const derived = new Set(journal.entries.filter(({ kind }) => kind === "derived").map(({ path }) => path));
    for (const [index, entry] of journal.entries.entries()) {
      // A lockfile that the upgrade made has been changed by the install: what it was before is noted last.
      if (entry.kind !== "derived" && derived.has(entry.path)) continue;
      const step = await undoEntry(directory, entry, index);
      if (step === "edited" && entry.path === lockPath) throw stale();
      if (step === "edited") {
        kept.push(entry.path);
        const old = await readBackup(directory, index);
        const backup = old && (await backupOperation(directory, entry.path, old.content));
        if (backup) operations.unshift(backup);
      } else if (step) operations.push(step);
    }
    const at = `${undoPath}/${undoName}`;
    const before = sha256(await readBounded(join(directory, at), maxReplacedBytes));
    return { operations: [...operations, { action: "delete", path: at, before }], kept };
  } catch (error) {
    throw explainDiskError(error, `Reading ${join(directory, undoPath)}`);
  }
}

/** Carries out an undo in one transaction. */
export async function undoUpgrade(
  directory: string,
  { operations }: UndoPlan,
  { signal, onProgress }: TransactionOptions = {},
): Promise<void> {
  try {
    await fillDirectory(directory, operations, { signal, onProgress });
    await rm(join(directory, undoPath), { recursive: true, force: true });
  } catch (error) {
    throw explainDiskError(error, `Writing ${directory}`);
  }
}

/** What takes one entry back; `edited` when somebody has changed the path since. */
async function undoEntry(
  directory: string,
  entry: JournalEntry,
  index: number,
): Promise<Operation | "edited" | undefined> {
  const { path } = entry;
  for (const parent of parentsOf(path)) {
    const stats = await statEntry(join(directory, parent));
    if (stats && !stats.isDirectory()) return "edited";
  }
  const stats = await statEntry(join(directory, path));
  if (stats && !stats.isFile()) return "edited";
  const now = stats && sha256(await readBounded(join(directory, path), maxReplacedBytes));
  if (entry.kind === "create" || (entry.kind === "derived" && entry.before === null)) {
    if (now === undefined) return undefined;
    const isOurs = entry.kind === "derived" || now === entry.after;
    return isOurs ? { action: "delete", path, before: now } : "edited";
  }
  const backup = await readBackup(directory, index);
  if (!backup || sha256(backup.content) !== entry.before) throw stale();
  if (now === undefined) return { action: "create", path, ...backup };
  const isOurs = entry.kind === "derived" || (entry.kind === "update" && now === entry.after);
  if (isOurs && !(entry.kind === "derived" && now === entry.before))
    return { action: "update", path, before: now, ...backup };
  return now === entry.before ? undefined : "edited";
}

async function readBackup(
  directory: string,
  index: number,
): Promise<{ content: Uint8Array; mode: number } | undefined> {
  const at = join(directory, undoPath, "backup", `${index}`);
  const stats = await statEntry(at);
  if (!stats) return undefined;
  return { content: await readBounded(at, maxReplacedBytes), mode: stats.mode & 0o777 };
}

function stale(): CreateError {
  return new CreateError("undo-stale", `What ${undoPath} holds does not fit this project any more.`, {
    fix: "Use version control to go back.",
  });
}
