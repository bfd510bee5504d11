import { CreateError, ExitCode } from "../errors.ts";
import type { Blocked, Change, ChangeSet, Conflict } from "./change-set.ts";

/** What to do where the user and the template changed the same place. */
export const conflictPolicies = ["abort", "markers", "sidecar"] as const;
export type ConflictPolicy = (typeof conflictPolicies)[number];

const blockText = {
  "owned-edited": "is not as it was rendered, and belongs to a vendored package that is replaced whole",
  unresolved: "holds conflict markers already",
  "sidecar-taken": "has a .daloy-new beside it that is not the template's version",
  "not-a-file": "is no regular file, and belongs to a vendored package that is replaced whole",
};

const conflictText = {
  "both-changed": "was changed by you and by the template, in the same place",
  "rename-occupied": "is where the template moves a file to, and you have one there",
};

/**
 * Turns the conflicts of a plan into writes: conflict markers where they can stand, a sidecar elsewhere.
 *
 * @throws {CreateError} `conflicts` (exit code 3) naming every file, where the policy is to abort or where nothing may
 *   be written whatever the policy is
 */
export function settleConflicts(changes: ChangeSet, policy: ConflictPolicy): ChangeSet {
  const blocked = changes.filter((change) => change.action === "blocked");
  const conflicts = changes.filter((change) => change.action === "conflict");
  if (blocked.length > 0 || (conflicts.length > 0 && policy === "abort"))
    throw refusal(blocked, policy === "abort" ? conflicts : []);
  return changes.flatMap((change): readonly Change[] => {
    if (change.action !== "conflict") return [change];
    return [policy === "markers" && change.marked ? change.marked : change.sidecar];
  });
}

function refusal(blocked: readonly Blocked[], conflicts: readonly Conflict[]): CreateError {
  const lines = [
    ...listed(blocked.map(({ path, reason }) => `${path} ${blockText[reason]}.`)),
    ...listed(conflicts.map(({ path, reason }) => `${path} ${conflictText[reason]}.`)),
  ];
  const reasons = new Set(blocked.map(({ reason }) => reason));
  const fixes = [
    conflicts.length > 0
      ? "`--on-conflict markers` writes conflict markers, `--on-conflict sidecar` the template's version beside yours."
      : "",
    reasons.has("owned-edited") ? "`--replace-owned` replaces it and keeps yours in .daloy/backup/." : "",
    reasons.has("unresolved") ? "Resolve the conflict markers first." : "",
    reasons.has("sidecar-taken") ? "Move the .daloy-new files away." : "",
    reasons.has("not-a-file") ? "Put real folders and files where symlinks or others stand in vendor/." : "",
  ];
  return new CreateError("conflicts", ["Nothing was written:", ...lines].join("\n"), {
    fix: fixes.filter((fix) => fix !== "").join(" "),
    exitCode: ExitCode.conflict,
  });
}

function listed(lines: readonly string[]): string[] {
  return lines.length <= 20 ? [...lines] : [...lines.slice(0, 20), `And ${lines.length - 20} more.`];
}
