import type { ChangeSet } from "../../../src/change/change-set.ts";
import { type Committed, commit } from "../../../src/change/commit.ts";
import { type ConflictPolicy, settleConflicts } from "../../../src/change/conflicts.ts";
import { readCurrent } from "../../../src/change/current.ts";
import { pathsToRead, plan } from "../../../src/change/plan.ts";
import { readProject, requireResolved } from "../../../src/change/project.ts";
import { inspectTarget } from "../../../src/change/target.ts";
import type { TransactionOptions } from "../../../src/change/transaction/progress.ts";
import { recover } from "../../../src/change/transaction/recover.ts";
import type { Rename } from "../../../src/template/releases.ts";
import type { Tree } from "../../../src/template/tree.ts";
import { answers } from "../../template/fixture-store.ts";

/** The release that a project is moved to. */
export interface Next {
  readonly version: string;
  readonly tree: Tree;
  readonly renames: readonly Rename[];
}

export interface HowToUpgrade extends TransactionOptions {
  readonly policy: ConflictPolicy;
  readonly replaceOwned?: boolean;
  /** Called when all is planned and nothing written. */
  readonly planned?: () => Promise<void>;
}

/** Upgrades a project as the command does, without its steps. */
export async function runUpgrade(
  directory: string,
  next: Next,
  { policy, replaceOwned = false, planned, ...options }: HowToUpgrade,
): Promise<{ changes: ChangeSet; written: Committed }> {
  let target = await inspectTarget(directory);
  if (target.state === "interrupted") {
    await recover(directory);
    target = await inspectTarget(directory);
  }
  const { lock, base, texts, baseFault } = await readProject(directory);
  await requireResolved(directory, lock);
  const current = await readCurrent(directory, pathsToRead({ base, next: next.tree }));
  const changes = settleConflicts(
    plan({
      base,
      texts,
      baseLost: baseFault !== undefined,
      current,
      next: next.tree,
      renames: next.renames,
      replaceOwned,
    }),
    policy,
  );
  await planned?.();
  const record = { version: next.version, answers, tree: next.tree, previous: { base, texts } };
  return { changes, written: await commit(target, changes, record, options) };
}
