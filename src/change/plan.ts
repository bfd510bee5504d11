import { CreateError } from "../errors.ts";
import type { Rename } from "../template/releases.ts";
import type { Tree } from "../template/tree.ts";
import type { Base, Change, ChangeSet, Current } from "./change-set.ts";
import type { Labels } from "./merge/merged.ts";
import { pathSetFault, relativePathFault } from "./path-safety.ts";
import { planMove } from "./plan-move.ts";
import { type PathPlan, planPath, sidecarPath } from "./plan-path.ts";

/** The three states that a plan compares, and what the user asked for. */
export interface PlanInput {
  /** What the last render gave, from the lock; empty for a new project, and without a usable base. */
  readonly base: Base;
  /** The pristine text of the base's mergeable files. */
  readonly texts?: ReadonlyMap<string, string>;
  /** The project exists, but its base cannot be used: nothing is overwritten. */
  readonly baseLost?: boolean;
  /** What stands on disk now, at the paths of `pathsToRead`. */
  readonly current: Current;
  /** What this version renders. */
  readonly next: Tree;
  readonly renames?: readonly Rename[];
  /** Paths that the user deleted and wants back. */
  readonly restore?: ReadonlySet<string>;
  /** Edited files of the vendored packages are replaced, and kept in `.daloy/backup/`. */
  readonly replaceOwned?: boolean;
  /** What conflict markers call the two versions of the template. */
  readonly labels?: Labels;
}

/** Every path that a plan looks at. A project's other files are never read. */
export function pathsToRead({ base, next }: Pick<PlanInput, "base" | "next">): Set<string> {
  const paths = new Set([...base.keys(), ...next.keys()]);
  for (const [path, file] of next) {
    const sidecar = sidecarPath(path);
    if (file.class === "merge" && relativePathFault(sidecar) === undefined) paths.add(sidecar);
  }
  return paths;
}

/**
 * Decides for every path what is to happen to it. Pure. Creating is planning with an empty base and disk.
 *
 * @throws {CreateError} `unsafe-path` when the tree names a path that must not be written.
 */
export function plan(input: PlanInput): ChangeSet {
  const { base, next } = input;
  const fault = pathSetFault(next.keys()) ?? ownRecordsFault(next);
  if (fault) {
    throw new CreateError("unsafe-path", `The templates give a path that cannot be written: ${fault}.`, {
      fix: "Rename the file in its layer.",
    });
  }
  const origins = originsOf(input);
  const moved = new Set(origins.values());
  return [...new Set([...base.keys(), ...next.keys()])]
    .filter((path) => !moved.has(path))
    .sort()
    .flatMap((path): Change[] => {
      const of = pathPlan(input, path);
      const from = origins.get(path);
      const change =
        from === undefined || of.next === undefined
          ? planPath(of)
          : planMove(of, of.next, pathPlan(input, from));
      return change ? [change].flat() : [];
    });
}

function ownRecordsFault(next: Tree): string | undefined {
  const path = [...next.keys()].find((name) => name.toLowerCase().startsWith(".daloy/"));
  return path && `"${path}" lies in .daloy/, which create-daloy keeps its records in`;
}

/** New path → the path that it had in the base, by the template's own declaration; over several releases too. */
function originsOf({ base, next, renames = [] }: PlanInput): Map<string, string> {
  const origins = new Map<string, string>();
  for (const path of base.keys()) {
    let to = path;
    for (const rename of renames) if (rename.from === to) to = rename.to;
    const isMovable = base.get(path)?.class === "merge" && next.get(to)?.class === "merge";
    if (to !== path && isMovable && !next.has(path) && !base.has(to)) origins.set(to, path);
  }
  return origins;
}

function pathPlan(input: PlanInput, path: string): PathPlan {
  return {
    path,
    base: input.base.get(path),
    baseText: input.texts?.get(path),
    current: input.current.get(path),
    next: input.next.get(path),
    sidecar: input.current.get(sidecarPath(path)),
    baseLost: input.baseLost ?? false,
    restore: input.restore?.has(path) ?? false,
    replaceOwned: input.replaceOwned ?? false,
    labels: input.labels ?? { base: "before", next: "after" },
  };
}
