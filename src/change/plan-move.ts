import type { TreeFile } from "../template/tree.ts";
import type { Change, Move } from "./change-set.ts";
import { contentHash, inStyleOf, sha256 } from "./content.ts";
import { isExecutable, mergedMode } from "./modes.ts";
import { besides, conflict, matchesBase, mergeChange, type PathPlan, planPath } from "./plan-path.ts";

/**
 * A path that the template has moved. The user's file moves with it, then merges.
 *
 * @param to The new path.
 * @param from The old one, with its base.
 */
export function planMove(to: PathPlan, next: TreeFile, from: PathPlan): Change | Change[] | undefined {
  const at = { path: to.path, class: next.class };
  const sameFile = { ...to, base: from.base, baseText: from.baseText };
  if (from.current === undefined) {
    // The user deleted it, or moved it there already: then it is an edit of the file, at its new place.
    return to.current ? planPath(sameFile) : planPath({ ...sameFile, current: undefined });
  }
  const old = { path: from.path, class: next.class, action: "detach", edited: true } as const;
  if (to.current?.kind === "out-of-reach") return [old, { ...at, action: "out-of-reach" }];
  if (to.current) return [old, conflict(to, next, "rename-occupied", undefined)];
  if (from.current.kind !== "file") return [old, besides(to, next, "not-a-file")];

  const { content, mode: currentMode } = from.current;
  const mode = mergedMode(from.base?.mode, currentMode, next.mode);
  const move: Move = {
    ...at,
    action: "move",
    from: from.path,
    content,
    mode: isExecutable(mode) === isExecutable(currentMode ?? mode) ? (currentMode ?? mode) : mode,
    before: sha256(content),
  };
  if (contentHash(content, next.class) === contentHash(next.content, next.class)) return move;
  if (from.base && matchesBase(from.base, content))
    return { ...move, content: inStyleOf(content, next.content) };
  if (from.base && matchesBase(from.base, next.content)) return move;
  return mergeChange({ ...sameFile, current: from.current }, move, next);
}
