import { readProject } from "../change/project.ts";
import type { Target } from "../change/target.ts";
import { planUndo, undoUpgrade } from "../change/undo.ts";
import { ExitCode } from "../errors.ts";
import type { OutcomeDraft } from "../report/outcome.ts";
import type { Reporter } from "../report/reporter.ts";
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

/** What brings the packages back to the lockfile, for the package manager that the project has now. */
async function installOf(directory: string): Promise<string> {
  const { packageManager = "npm" } = settingsFrom((await readProject(directory)).lock.answers);
  return typed(installCommand(packageManager));
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
  outcome.next = dryRun ? [] : [await installOf(target.path)];
  reporter.end(outcome, undefined);
  return ExitCode.done;
}
