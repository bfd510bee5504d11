import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

import type { ChangeSet } from "./change-set.ts";
import { settleConflicts } from "./conflicts.ts";
import { explainDiskError } from "./disk-errors.ts";
import { operationsOf } from "./operations.ts";
import type { ProjectRecord } from "./record.ts";
import type { Target } from "./target.ts";
import { fillDirectory, type Operation } from "./transaction/fill.ts";
import type { TransactionOptions } from "./transaction/progress.ts";
import { removeEmptyFolders, stageProject } from "./transaction/stage.ts";
import { planUndo, undoUpgrade } from "./undo.ts";

/** A transaction that succeeded. */
export interface Committed {
  /** Whether anything was written. */
  readonly changed: boolean;
  /**
   * Takes it back. Of a creation: the whole directory where it was new, with the parents that were made for it; what was
   * written where it stood before. Of an upgrade: everything that it wrote, and the files that were said to be derived.
   *
   * @param alsoRemove Entries of a new project that later steps made, such as `node_modules` or a lockfile.
   * @returns Files of an upgraded project that were edited since, and stay.
   */
  undo(alsoRemove?: readonly string[]): Promise<readonly string[]>;
}

/**
 * Carries out a change set and writes the lock last, in one transaction: afterwards the project is as planned, or,
 * when this throws, as it was.
 *
 * @throws {CreateError} `conflicts` (exit code 3) when the change set holds any that were not settled; `cancelled` (130)
 *   when the signal fires; a disk's fault with its fix.
 */
export async function commit(
  target: Target,
  changes: ChangeSet,
  record: ProjectRecord,
  options: TransactionOptions = {},
): Promise<Committed> {
  settleConflicts(changes, "abort");
  try {
    const operations = await operationsOf(target, changes, record);
    const changed = operations.length > 0;
    if (target.state === "project") {
      if (changed) await fillDirectory(target.path, operations, { undoable: [], ...options });
      return { changed, undo: async () => (changed ? await undoLast(target.path) : []) };
    }
    const { undoable: _, ...withoutUndo } = options;
    if (target.state !== "missing") {
      const before = await readdir(target.path);
      await fillDirectory(target.path, operations, withoutUndo);
      return {
        changed,
        undo: (alsoRemove = []) => undoFill(target, before, [...topLevel(operations), ...alsoRemove]),
      };
    }
    const files = new Map<string, { content: Uint8Array; mode: number }>();
    for (const operation of operations)
      if (operation.action === "create") files.set(operation.path, operation);
    const parents = await stageProject(target.path, files, withoutUndo);
    return { changed, undo: () => undoStage(target.path, parents) };
  } catch (error) {
    throw explainDiskError(error, `Writing ${target.path}`);
  }
}

async function undoLast(path: string): Promise<readonly string[]> {
  const undo = await planUndo(path);
  await undoUpgrade(path, undo);
  return undo.kept;
}

async function undoStage(path: string, parents: readonly string[]): Promise<readonly string[]> {
  try {
    await rm(path, { recursive: true, force: true });
    await removeEmptyFolders(parents);
    return [];
  } catch (error) {
    throw explainDiskError(error, `Removing ${path}`);
  }
}

function topLevel(operations: readonly Operation[]): string[] {
  return operations.map(({ path }) => path.split("/")[0] ?? path);
}

async function undoFill(
  target: Target,
  before: readonly string[],
  entries: readonly string[],
): Promise<readonly string[]> {
  try {
    for (const entry of new Set(entries)) {
      if (!before.includes(entry)) await rm(join(target.path, entry), { recursive: true, force: true });
    }
    return [];
  } catch (error) {
    throw explainDiskError(error, `Emptying ${target.path}`);
  }
}
