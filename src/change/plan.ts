import { CreateError } from "../errors.ts";
import type { Tree, TreeFile } from "../template/tree.ts";
import type { Base, BaseFile, Change, ChangeSet, Current, DiskEntry } from "./change-set.ts";
import { contentHash, inStyleOf, sha256 } from "./content.ts";
import { pathSetFault } from "./path-safety.ts";

/** The three states that a plan compares. */
export interface PlanInput {
  /** What the last render gave, from the lock; empty for a new project, and without a usable base. */
  readonly base: Base;
  /** What stands on disk now. */
  readonly current: Current;
  /** What this version renders. */
  readonly next: Tree;
}

/**
 * Decides for every path what is to happen to it. Pure. Creating is planning with an empty base and disk.
 *
 * A file that the user and the template both changed is a `conflict`: this plan never merges text.
 *
 * @throws {CreateError} `unsafe-path` when the tree names a path that must not be written.
 */
export function plan({ base, current, next }: PlanInput): ChangeSet {
  const fault = pathSetFault(next.keys()) ?? ownRecordsFault(next);
  if (fault) {
    throw new CreateError("unsafe-path", `The templates give a path that cannot be written: ${fault}.`, {
      fix: "Rename the file in its layer.",
    });
  }
  return [...new Set([...base.keys(), ...next.keys()])]
    .sort()
    .map((path) => planPath(path, base.get(path), current.get(path), next.get(path)))
    .filter((change) => change !== undefined);
}

function ownRecordsFault(next: Tree): string | undefined {
  const path = [...next.keys()].find((name) => name.toLowerCase().startsWith(".daloy/"));
  return path && `"${path}" lies in .daloy/, which create-daloy keeps its records in`;
}

function planPath(
  path: string,
  base: BaseFile | undefined,
  current: DiskEntry | undefined,
  next: TreeFile | undefined,
): Change | undefined {
  if (next === undefined) return base && current && planDropped(path, base, current);
  if (next.class === "once" || next.class === "derived") return planOnce(path, base, current, next);
  if (current === undefined) return planMissing(path, base, next);
  return planPresent(path, base, current, next);
}

/** The template no longer has the path. */
function planDropped(path: string, base: BaseFile, current: DiskEntry): Change {
  const at = { path, class: base.class };
  if (current.kind !== "file" || !matchesBase(base, current.content)) return { ...at, action: "detach" };
  return { ...at, action: "delete", before: sha256(current.content) };
}

/** Written at creation, never again. */
function planOnce(
  path: string,
  base: BaseFile | undefined,
  current: DiskEntry | undefined,
  next: TreeFile,
): Change {
  const at = { path, class: next.class };
  if (current) return { ...at, action: "keep" };
  return base
    ? { ...at, action: "stay-deleted", changed: false }
    : { ...at, action: "create", ...payload(next) };
}

function planMissing(path: string, base: BaseFile | undefined, next: TreeFile): Change {
  const at = { path, class: next.class };
  // The vendored packages come whole: a missing file of theirs is no choice of the user's to respect.
  if (base === undefined || next.class === "owned") return { ...at, action: "create", ...payload(next) };
  return { ...at, action: "stay-deleted", changed: !matchesBase(base, next.content) };
}

function planPresent(path: string, base: BaseFile | undefined, current: DiskEntry, next: TreeFile): Change {
  const at = { path, class: next.class };
  if (current.kind !== "file") return { ...at, action: "conflict", reason: "not-a-file" };

  const mode = mergedMode(base, current.mode, next.mode);
  const modeStays = current.mode === undefined || isExecutable(mode) === isExecutable(current.mode);
  const update: Change = {
    ...at,
    action: "update",
    content: next.content,
    mode,
    before: sha256(current.content),
  };

  if (contentHash(current.content, next.class) === contentHash(next.content, next.class)) {
    if (!modeStays) return { ...update, content: current.content };
    return { ...at, action: base && matchesBase(base, next.content) ? "keep" : "adopt" };
  }
  if (base === undefined) return { ...at, action: "conflict", reason: "path-taken" };
  if (matchesBase(base, current.content)) {
    return next.class === "owned" ? update : { ...update, content: inStyleOf(current.content, next.content) };
  }
  if (next.class === "owned") return { ...at, action: "conflict", reason: "owned-edited" };
  if (!matchesBase(base, next.content)) return { ...at, action: "conflict", reason: "both-changed" };
  return modeStays ? { ...at, action: "keep" } : { ...update, content: current.content };
}

function matchesBase(base: BaseFile, content: Uint8Array): boolean {
  return base.sha256 === contentHash(content, base.class);
}

/**
 * The three-way merge of modes. Only the executable bit is one: the others come from the umask of whoever checked
 * the project out.
 */
function mergedMode(base: BaseFile | undefined, current: number | undefined, next: number): number {
  if (current === undefined) return next;
  const userChanged = base !== undefined && isExecutable(base.mode) !== isExecutable(current);
  if (userChanged || isExecutable(current) === isExecutable(next)) return current;
  return isExecutable(next) ? current | 0o111 : current & ~0o111;
}

function isExecutable(mode: number): boolean {
  return (mode & 0o100) !== 0;
}

function payload(file: TreeFile): { content: Uint8Array; mode: number } {
  return { content: file.content, mode: file.mode };
}
