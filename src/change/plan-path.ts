import type { TreeFile } from "../template/tree.ts";
import type {
  BaseFile,
  BlockReason,
  Change,
  ConflictReason,
  DiskEntry,
  Sidecar,
  SidecarReason,
  Update,
} from "./change-set.ts";
import { contentHash, inStyleOf, sha256 } from "./content.ts";
import type { Labels } from "./merge/merged.ts";
import { mergeContent } from "./merge-content.ts";
import { isExecutable, mergedMode } from "./modes.ts";

/** What a plan knows of one path. */
export interface PathPlan {
  readonly path: string;
  readonly base: BaseFile | undefined;
  readonly baseText: string | undefined;
  readonly current: DiskEntry | undefined;
  readonly next: TreeFile | undefined;
  /** What stands where the template's version would go beside the user's. */
  readonly sidecar: DiskEntry | undefined;
  readonly baseLost: boolean;
  readonly restore: boolean;
  readonly replaceOwned: boolean;
  readonly labels: Labels;
}

type DiskFile = Extract<DiskEntry, { kind: "file" }>;

/** Where the template's version goes when the user's stays. */
export function sidecarPath(path: string): string {
  return `${path}.daloy-new`;
}

/** The table of docs/upgrading.md; undefined where there is nothing on either side. */
export function planPath(of: PathPlan): Change | undefined {
  const { base, current, next } = of;
  if (next === undefined) return base && current && planDropped(of, base, current);
  if (next.class === "once" || next.class === "derived") return planOnce(of, next);
  if (current === undefined) return planMissing(of, next);
  if (current.kind === "file") return planPresent(of, current, next);
  return planInTheWay(of, current, next);
}

/** The template no longer has the path. */
function planDropped({ path, replaceOwned }: PathPlan, base: BaseFile, current: DiskEntry): Change {
  const at = { path, class: base.class };
  if (current.kind === "file") {
    const before = sha256(current.content);
    if (matchesBase(base, current.content)) return { ...at, action: "delete", before };
    if (base.class === "owned") {
      if (!replaceOwned) return { ...at, action: "blocked", reason: "owned-edited" };
      return { ...at, action: "delete", before, backup: current.content };
    }
  }
  return { ...at, action: "detach", edited: true };
}

/** Written at creation, never again. */
function planOnce({ path, base, current, restore }: PathPlan, next: TreeFile): Change {
  const at = { path, class: next.class };
  if (current) return { ...at, action: "keep", edited: false };
  // What a step derives it can derive again.
  if (base && !restore && next.class === "once") return { ...at, action: "stay-deleted", changed: false };
  return { ...at, action: "create", content: next.content, mode: next.mode };
}

function planMissing({ path, base, restore }: PathPlan, next: TreeFile): Change {
  const at = { path, class: next.class };
  // The vendored packages come whole: a missing file of theirs is no choice of the user's to respect.
  if (base === undefined || next.class === "owned" || restore)
    return { ...at, action: "create", content: next.content, mode: next.mode };
  return { ...at, action: "stay-deleted", changed: !matchesBase(base, next.content) };
}

/** Something that is no file stands at the path, or on the way to it. */
function planInTheWay(of: PathPlan, current: DiskEntry, next: TreeFile): Change {
  const at = { path: of.path, class: next.class };
  if (next.class === "owned") return { ...at, action: "blocked", reason: "not-a-file" };
  if (of.base && matchesBase(of.base, next.content)) return { ...at, action: "keep", edited: true };
  if (current.kind === "out-of-reach") return { ...at, action: "out-of-reach" };
  return besides(of, next, "not-a-file");
}

function planPresent(of: PathPlan, current: DiskFile, next: TreeFile): Change {
  const { path, base, baseLost, replaceOwned } = of;
  const at = { path, class: next.class };
  const mode = mergedMode(base?.mode, current.mode, next.mode);
  const modeStays = current.mode === undefined || isExecutable(mode) === isExecutable(current.mode);
  const update: Update = {
    ...at,
    action: "update",
    content: next.content,
    mode,
    before: sha256(current.content),
  };

  if (contentHash(current.content, next.class) === contentHash(next.content, next.class)) {
    if (!modeStays) return { ...update, content: current.content };
    return { ...at, action: base && matchesBase(base, next.content) ? "keep" : "adopt", edited: false };
  }
  if (base && matchesBase(base, current.content))
    return next.class === "owned" ? update : { ...update, content: inStyleOf(current.content, next.content) };
  if (next.class === "owned") {
    return replaceOwned
      ? { ...update, backup: current.content }
      : { ...at, action: "blocked", reason: "owned-edited" };
  }
  if (base === undefined) return besides(of, next, baseLost ? "no-base" : "path-taken");
  if (!matchesBase(base, next.content)) return mergeChange(of, update, next);
  return modeStays ? { ...at, action: "keep", edited: true } : { ...update, content: current.content };
}

/** Both changed the file. `update` says how a merged one would be written. */
export function mergeChange<How extends Extract<Change, { action: "update" | "move" }>>(
  of: PathPlan,
  update: How,
  next: TreeFile,
): Change {
  const { path, baseText, current, labels } = of;
  if (current?.kind !== "file") return besides(of, next, "not-a-file");
  const merged = mergeContent(path, baseText, current.content, next.content, labels);
  if (merged === "binary") return besides(of, next, "binary");
  if (merged === "unresolved") return blocked(of, next, "unresolved");
  if (merged.clean)
    return { ...update, content: merged.content, merged: { kept: merged.kept, marked: false } };
  const { marked } = merged;
  return conflict(
    of,
    next,
    "both-changed",
    marked && { ...update, content: marked, merged: { kept: [], marked: true } },
  );
}

export function conflict(
  of: PathPlan,
  next: TreeFile,
  reason: ConflictReason,
  marked: Extract<Change, { action: "conflict" }>["marked"],
): Change {
  const sidecar = besides(of, next, reason);
  if (sidecar.action === "blocked") return sidecar;
  return { path: of.path, class: next.class, action: "conflict", reason, marked, sidecar };
}

/** The user's version stays, the template's is written beside it. */
export function besides(
  of: PathPlan,
  next: TreeFile,
  reason: SidecarReason,
): Sidecar | Extract<Change, { action: "blocked" }> {
  const { path, sidecar } = of;
  const present =
    sidecar?.kind === "file" && contentHash(sidecar.content, "merge") === contentHash(next.content, "merge");
  if (sidecar && !present) return blocked(of, next, "sidecar-taken");
  const at = { path, class: next.class, sidecar: sidecarPath(path) };
  return { ...at, action: "sidecar", reason, content: next.content, present };
}

function blocked(
  { path }: PathPlan,
  next: TreeFile,
  reason: BlockReason,
): Extract<Change, { action: "blocked" }> {
  return { path, class: next.class, action: "blocked", reason };
}

export function matchesBase(base: BaseFile, content: Uint8Array): boolean {
  return base.sha256 === contentHash(content, base.class);
}
