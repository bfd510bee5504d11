import type { PackageManager } from "../answers/answers.ts";
import { readProject } from "../change/project.ts";
import type { Target } from "../change/target.ts";
import { planUndo, undoUpgrade } from "../change/undo.ts";
import { ExitCode } from "../errors.ts";
import type { OutcomeDraft } from "../report/outcome.ts";
import type { Reporter } from "../report/reporter.ts";
import { removeInstalledPackages } from "../steps/installed-packages.ts";
import { installCommand, typed } from "../steps/package-manager.ts";
import type { World } from "../world.ts";
import { settingsFrom } from "./recorded-answers.ts";

export interface UndoInput {
  readonly world: World;
  readonly target: Target;
  readonly dryRun: boolean;
  readonly reporter: Reporter;
  readonly outcome: OutcomeDraft;
}

async function managerOf(directory: string): Promise<PackageManager> {
  const { packageManager = "npm" } = settingsFrom((await readProject(directory)).lock.answers);
  return packageManager;
}

/** `--undo`: the state before the last upgrade, without what was edited since. */
export async function undoLastUpgrade({
  world,
  target,
  dryRun,
  reporter,
  outcome,
}: UndoInput): Promise<ExitCode> {
  const undo = await planUndo(target.path);
  const kept = new Set(undo.kept);
  const before = await managerOf(target.path);
  outcome.files = undo.operations
    .filter(({ path }) => !path.startsWith(".daloy/"))
    .map(({ path, action }) => ({ path, action }));
  if (!dryRun) await undoUpgrade(target.path, undo, { signal: world.signal });
  outcome.status = dryRun ? "planned" : "upgraded";
  reporter.say(
    `${outcome.files.length} files ${dryRun ? "would go" : "went"} back to what they were before the last upgrade`,
  );
  for (const path of kept) {
    const notice = {
      code: "edited-since",
      message: `${path} was edited since and stays.`,
      fix: "Its old content is in .daloy/backup/.",
    };
    outcome.warnings = [...outcome.warnings, notice];
    reporter.warn(notice);
  }
  const manager = await managerOf(target.path);
  if (manager !== before) await removeInstalledPackages(target.path);
  outcome.next = dryRun ? [] : [typed(installCommand(manager))];
  reporter.end(outcome, undefined);
  return ExitCode.done;
}
