import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Answers } from "../answers/answers.ts";
import { CreateError, ExitCode } from "../errors.ts";
import type { Tree } from "../template/tree.ts";
import { basePath, maxBaseBytes, packBase, samePackedBase } from "./base.ts";
import { type ChangeSet, isWrite } from "./change-set.ts";
import { sha256 } from "./content.ts";
import { readBounded, statEntry } from "./disk.ts";
import { explainDiskError } from "./disk-errors.ts";
import { formatLock, lockPath, maxLockBytes } from "./lock.ts";
import type { Target } from "./target.ts";
import { fillDirectory, type Operation } from "./transaction/fill.ts";
import type { TransactionOptions } from "./transaction/progress.ts";
import { removeEmptyFolders, stageProject } from "./transaction/stage.ts";

/** What the project is to remember of this render. */
export interface ProjectRecord {
  /** create-daloy's version. */
  readonly version: string;
  readonly answers: Answers;
  readonly tree: Tree;
}

/** A transaction that succeeded. */
export interface Committed {
  /**
   * Takes a creation back: the whole directory where it was new, with the parents that were made for it; what was
   * written where it stood before.
   *
   * @param alsoRemove Entries of the directory that later steps made, such as `node_modules` or a lockfile.
   * @throws {CreateError} `not-a-creation` for a project that existed before.
   */
  undo(alsoRemove?: readonly string[]): Promise<void>;
}

/**
 * Carries out a change set and writes the lock last, in one transaction: afterwards the project is as planned, or,
 * when this throws, as it was.
 *
 * @throws {CreateError} `conflicts` (exit code 3) when the change set holds any; `cancelled` (130) when the signal
 *   fires; a disk's fault with its fix.
 */
export async function commit(
  target: Target,
  changes: ChangeSet,
  record: ProjectRecord,
  options: TransactionOptions = {},
): Promise<Committed> {
  refuseConflicts(changes);
  const writes: readonly Operation[] = changes.filter(isWrite);
  try {
    const operations = [...writes, ...(await recordOperations(target, record))];
    if (target.state !== "missing") {
      const before = await readdir(target.path);
      if (operations.length > 0) await fillDirectory(target.path, operations, options);
      return {
        undo: (alsoRemove = []) => undoFill(target, before, [...topLevel(operations), ...alsoRemove]),
      };
    }
    const files = new Map<string, { content: Uint8Array; mode: number }>();
    for (const operation of operations)
      if (operation.action === "create") files.set(operation.path, operation);
    const parents = await stageProject(target.path, files, options);
    return { undo: () => undoStage(target.path, parents) };
  } catch (error) {
    throw explainDiskError(error, `Writing ${target.path}`);
  }
}

function refuseConflicts(changes: ChangeSet): void {
  const paths = changes.filter((change) => change.action === "conflict").map((change) => change.path);
  if (paths.length === 0) return;
  const shown = paths.slice(0, 10).join(", ");
  const more = paths.length > 10 ? ` and ${paths.length - 10} more` : "";
  throw new CreateError(
    "conflicts",
    `Nothing was written, because these files have edits that would be lost: ${shown}${more}.`,
    {
      fix: "Move your edits aside, run the command again, and bring them back.",
      exitCode: ExitCode.conflict,
    },
  );
}

/** The lock and the base, where they differ from what is there. The lock comes last: it says that all is written. */
async function recordOperations(target: Target, record: ProjectRecord): Promise<Operation[]> {
  const lock = Buffer.from(formatLock(record.version, record.answers, record.tree));
  const operations = [
    await recordOperation(target, basePath, packBase(record.tree), maxBaseBytes, samePackedBase),
    await recordOperation(target, lockPath, lock, maxLockBytes, (a, b) => Buffer.from(a).equals(b)),
  ];
  return operations.filter((operation) => operation !== undefined);
}

async function recordOperation(
  target: Target,
  path: string,
  content: Uint8Array,
  maxBytes: number,
  isSame: (a: Uint8Array, b: Uint8Array) => boolean,
): Promise<Operation | undefined> {
  const at = join(target.path, path);
  if (target.state === "missing" || !(await statEntry(at)))
    return { action: "create", path, content, mode: 0o644 };
  const existing = await readBounded(at, maxBytes);
  if (isSame(existing, content)) return undefined;
  return { action: "update", path, content, mode: 0o644, before: sha256(existing) };
}

async function undoStage(path: string, parents: readonly string[]): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
    await removeEmptyFolders(parents);
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
): Promise<void> {
  if (target.state !== "empty") {
    throw new CreateError("not-a-creation", `${target.path} existed before: it is not removed.`, {
      fix: "Use version control to go back.",
    });
  }
  try {
    for (const entry of new Set(entries)) {
      if (!before.includes(entry)) await rm(join(target.path, entry), { recursive: true, force: true });
    }
  } catch (error) {
    throw explainDiskError(error, `Emptying ${target.path}`);
  }
}
