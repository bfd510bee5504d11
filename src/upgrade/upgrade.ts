import { prompterFor } from "../answers/prompter-for.ts";
import { startedBy } from "../answers/run-by.ts";
import { isWrite } from "../change/change-set.ts";
import { commit } from "../change/commit.ts";
import { settleConflicts } from "../change/conflicts.ts";
import { readProject, requireResolved } from "../change/project.ts";
import type { Target } from "../change/target.ts";
import type { CreateInput } from "../create-input.ts";
import { CreateError, ExitCode } from "../errors.ts";
import { recordedAnswers } from "../options.ts";
import { nextSteps } from "../report/next-steps.ts";
import type { Notice } from "../report/outcome.ts";
import { repeatUpgrade } from "../report/repeat.ts";
import { stepContext } from "../steps/context.ts";
import { warnOfChanges } from "../steps/git.ts";
import { removeInstalledPackages } from "../steps/installed-packages.ts";
import { requireManager } from "../steps/manager-check.ts";
import { installCommand, lockfiles, typed } from "../steps/package-manager.ts";
import { compareReleases } from "../template/version-order.ts";
import { confirm } from "./confirm.ts";
import { fileActions } from "./file-actions.ts";
import { finishUpgrade } from "./finish.ts";
import { planUpgrade } from "./plan-upgrade.ts";
import { overlaysFrom, settingsFrom } from "./recorded-answers.ts";
import { settleAnswers } from "./settle-answers.ts";
import { tellPlan } from "./tell-plan.ts";
import { undoLastUpgrade } from "./undo.ts";

/**
 * Moves a project to this version's templates, to other answers, or both. Nothing that the user wrote is lost: see
 * docs/upgrading.md.
 *
 * @throws {CreateError} When it stops, with the project as it was or as the message says
 */
export async function upgrade(
  input: CreateInput,
  target: Target,
  warn: (notice: Notice) => void,
): Promise<ExitCode> {
  const { world, line, situation, traits, reporter, outcome } = input;
  outcome.directory = target.path;
  const project = await readProject(target.path);
  const { lock } = project;
  outcome.from = lock.version;
  requireNotNewer(lock.version, outcome.version);
  const recorded = settingsFrom(lock.answers);
  const prompter = await prompterFor(world, line, traits);
  const settings = await settleAnswers(input, recorded, prompter);
  outcome.answers = recordedAnswers(settings);
  const install = typed(installCommand(settings.packageManager));
  if (line.modes.undo) return undoLastUpgrade({ world, target, dryRun: situation.dryRun, reporter, outcome });
  await requireResolved(target.path, lock);

  const planned = await planUpgrade({
    world,
    target,
    project,
    version: outcome.version,
    answers: outcome.answers,
    before: recorded.packageManager,
    overlays: line.overlays ?? overlaysFrom(lock.overlays),
    request: line.upgrade,
    modes: line.modes,
    replaceOwned: line.modes.replaceOwned,
  });
  tellPlan(input, settings, recorded, project, planned, warn);
  const { onConflict } = line.upgrade;
  const policy = onConflict ?? (traits.interactive && !line.modes.json ? "markers" : "abort");
  let changes = settleConflicts(planned.changes, policy);
  outcome.files = fileActions(changes);
  const repeat = repeatUpgrade(settings, recorded, line, {
    command: startedBy(world.env, outcome.version),
    platform: world.platform,
  });
  if (situation.dryRun) {
    outcome.status = "planned";
    reporter.end(outcome, repeat);
    return ExitCode.done;
  }

  const { packageManager } = settings;
  const before = recorded.packageManager ?? packageManager;
  const { offline } = line.modes;
  const context = stepContext(world, { directory: target.path, packageManager, offline, reporter, warn });
  const hasWrites = changes.some(isWrite);
  if (hasWrites) await warnOfChanges(context);
  if (hasWrites && prompter !== undefined) {
    changes = settleConflicts(planned.changes, await confirm(prompter, reporter, planned, onConflict));
    outcome.files = fileActions(changes);
  }
  const managerVersion =
    settings.install && hasWrites ? await requireManager(context, world.nodeVersion, line.modes.strict) : "";
  const written = await commit(target, changes, planned.record, {
    signal: world.signal,
    undoable: Object.values(lockfiles),
  });
  if (before !== packageManager) await removeInstalledPackages(target.path);
  if (!hasWrites) {
    outcome.status = written.changed ? "upgraded" : "unchanged";
    reporter.end(outcome, undefined);
    return ExitCode.done;
  }
  reporter.say("Written; the same command with --undo takes it back");
  const marked = changes
    .filter((change) => "merged" in change && change.merged?.marked)
    .map(({ path }) => path);
  if (marked.length > 0) throw conflictsLeft("Conflict markers stand in", marked, install);
  const { missingVariables } = planned;
  const steps = { context, settings, before, managerVersion, missingVariables };
  await finishUpgrade({ ...steps, outcome, written, prompter });
  const reached = { installed: outcome.install?.ok === true, smokeFailed: false };
  outcome.next = nextSteps(settings, reached, world.platform);
  const beside = planned.changes
    .filter(({ action }) => action === "conflict")
    .map(({ path }) => `${path}.daloy-new`);
  if (beside.length > 0) throw conflictsLeft("The template's version lies beside yours:", beside, install);
  outcome.status = "upgraded";
  reporter.end(outcome, undefined);
  return ExitCode.done;
}

function requireNotNewer(from: string, to: string): void {
  if (compareReleases(from, to) <= 0) return;
  throw new CreateError(
    "project-newer",
    `This project was made by create-daloy ${from}, and this is ${to}.`,
    {
      fix: "Run the newest one: `npm create daloy@latest`.",
    },
  );
}

function conflictsLeft(what: string, paths: readonly string[], install: string): CreateError {
  return new CreateError(
    "conflicts-left",
    `The upgrade is written, and has conflicts. ${what}\n${paths.join("\n")}`,
    {
      fix: `Resolve them, run \`${install}\`, and run the upgrade again: it goes on from there. \`--undo\` takes it back.`,
      exitCode: ExitCode.conflict,
    },
  );
}
