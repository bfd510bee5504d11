import type { Prompter } from "../answers/prompter.ts";
import { prompterFor } from "../answers/prompter-for.ts";
import { resolveSettings } from "../answers/resolve.ts";
import { isWrite } from "../change/change-set.ts";
import { commit } from "../change/commit.ts";
import { settleConflicts } from "../change/conflicts.ts";
import { type RecordedProject, readProject, requireResolved } from "../change/project.ts";
import type { Target } from "../change/target.ts";
import type { CreateInput } from "../create.ts";
import { CreateError, ExitCode } from "../errors.ts";
import { recordedAnswers, type Settings } from "../options.ts";
import { diffLines } from "../report/diff.ts";
import { nextSteps } from "../report/next-steps.ts";
import type { Notice } from "../report/outcome.ts";
import { repeatUpgrade, startedBy } from "../report/repeat.ts";
import { upgradeLines } from "../report/upgrade-lines.ts";
import type { StepContext } from "../steps/context.ts";
import { childEnvironment } from "../steps/environment.ts";
import { warnOfChanges } from "../steps/git.ts";
import { requireManager } from "../steps/manager-check.ts";
import { installCommand, lockfiles, typed } from "../steps/package-manager.ts";
import { compareReleases } from "../template/version-order.ts";
import { fileActions } from "./file-actions.ts";
import { finishUpgrade } from "./finish.ts";
import { planUpgrade, type UpgradePlan } from "./plan-upgrade.ts";
import { settingsFrom } from "./recorded-answers.ts";
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
  const settings = await settle(input, recorded, prompter);
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
    request: line.upgrade,
    replaceOwned: line.modes.replaceOwned,
  });
  tellPlan(input, settings, project, planned, warn);
  const policy = line.upgrade.onConflict ?? (traits.interactive && !line.modes.json ? "markers" : "abort");
  const changes = settleConflicts(planned.changes, policy);
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

  const context: StepContext = {
    directory: target.path,
    packageManager: settings.packageManager,
    env: childEnvironment(world.env),
    signal: world.signal,
    run: world.run,
    reporter,
    warn,
  };
  const hasWrites = changes.some(isWrite);
  if (hasWrites) await warnOfChanges(context);
  if (hasWrites && prompter !== undefined) await confirm(prompter, input, { ...planned, changes });
  const managerVersion =
    settings.install && hasWrites ? await requireManager(context, world.nodeVersion, line.modes.strict) : "";
  const written = await commit(target, changes, planned.record, {
    signal: world.signal,
    undoable: Object.values(lockfiles),
  });
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
  await finishUpgrade({ context, settings, managerVersion, outcome, written, prompter });
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

/** The flags, what the lock recorded, and an answer to what is new since; the steps run unless a flag says no. */
async function settle(
  { line, situation }: CreateInput,
  recorded: Partial<Settings>,
  prompter: Prompter | undefined,
): Promise<Settings> {
  const install = line.flags.install ?? true;
  const steps = { git: false, install, smoke: line.flags.smoke ?? install };
  return resolveSettings(
    { ...recorded, ...line.flags, ...steps },
    { situation, prompter, takeDefaults: prompter === undefined, checkDirectory: () => undefined },
  );
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

function tellPlan(
  { line, reporter, outcome }: CreateInput,
  settings: Settings,
  { lock, baseFault }: RecordedProject,
  { changes, current, optIns, missingVariables }: UpgradePlan,
  warn: (notice: Notice) => void,
): void {
  const files = fileActions(changes);
  outcome.files = files;
  const versions = lock.version === outcome.version ? lock.version : `${lock.version} → ${outcome.version}`;
  reporter.say(
    `${settings.name}: ${versions}`,
    files.length === 0 ? ["Nothing to change."] : upgradeLines(files),
  );
  if (line.modes.diff) reporter.say("Line by line", diffLines(changes, current));
  if (baseFault !== undefined)
    warn({
      code: "base-lost",
      message: `${baseFault} Nothing can be merged, so nothing of yours is overwritten: the templates' versions go beside it.`,
      fix: "Restore .daloy/base.gz from version control first, if you can.",
    });
  for (const { id, message, line: text, file } of optIns)
    warn({
      code: `opt-in-${id}`,
      message,
      fix: `New projects have it. To switch it on here, add to ${file}: ${text.trim()}`,
    });
  for (const { path, action, security } of files)
    if (security && (action === "stay-deleted" || action === "out-of-reach"))
      warn({
        code: "security-file-behind",
        message: `${path} changed in the templates, and is not in this project.`,
        fix: `\`--restore ${path}\` brings it back.`,
      });
  const before = lock.answers["packageManager"];
  const oldLockfile = lockfiles[String(before)];
  if (before !== settings.packageManager && oldLockfile !== undefined)
    warn({
      code: "old-lockfile",
      message: `The project moves from ${before} to ${settings.packageManager}.`,
      fix: `Delete ${oldLockfile}, once ${settings.packageManager} has installed.`,
    });
  if (missingVariables.length > 0)
    warn({
      code: "env-incomplete",
      message: `.env is yours and is not touched; it lacks ${missingVariables.join(", ")}.`,
      fix: "Add them: .env.example says what they are.",
    });
}

async function confirm(
  prompter: Prompter,
  { reporter }: CreateInput,
  { changes, current }: UpgradePlan,
): Promise<void> {
  const choices = [
    { value: "apply", label: "Write them" },
    { value: "diff", label: "Show them line by line first" },
    { value: "leave", label: "Leave everything as it is" },
  ];
  for (;;) {
    const answer = await prompter.choose({ message: "Write these changes?", choices, proposal: "apply" });
    if (answer === "apply") return;
    if (answer === "leave")
      throw new CreateError("declined", "Nothing was written.", {
        fix: "Run the command again when you are ready.",
      });
    reporter.say("Line by line", diffLines(changes, current));
  }
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
