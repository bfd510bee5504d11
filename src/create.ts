import { resolve } from "node:path";
import { prompterFor } from "./answers/prompter-for.ts";
import { resolveSettings } from "./answers/resolve.ts";
import { startedBy } from "./answers/run-by.ts";
import { commit } from "./change/commit.ts";
import { plan } from "./change/plan.ts";
import { inspectTarget, type Target } from "./change/target.ts";
import { recover } from "./change/transaction/recover.ts";
import type { CreateInput } from "./create-input.ts";
import { CreateError, ExitCode } from "./errors.ts";
import { recordedAnswers, type Settings } from "./options.ts";
import { loadOverlays } from "./overlay/load-overlays.ts";
import { filesSummary, fileTree } from "./report/file-tree.ts";
import { nextSteps } from "./report/next-steps.ts";
import { nodeWarning, requireNode } from "./report/node-support.ts";
import type { Notice, OutcomeDraft } from "./report/outcome.ts";
import { repeatCommand } from "./report/repeat.ts";
import { stepContext } from "./steps/context.ts";
import { finishProject, stepOutputs } from "./steps/finish.ts";
import { requireManager } from "./steps/manager-check.ts";
import { loadLayers } from "./template/load.ts";
import { renderTree } from "./template/render.ts";
import { upgrade } from "./upgrade/upgrade.ts";

/**
 * Makes a project: asks for what the flags leave open, renders, writes, and runs the steps.
 *
 * @throws CreateError when it stops before the project is written; `Cancelled` with everything taken back
 */
export async function create(input: CreateInput): Promise<ExitCode> {
  const { world, situation, reporter, outcome } = input;
  requireNode(world.nodeVersion);
  reporter.begin(`create-daloy ${outcome.version}${situation.dryRun ? ", dry run" : ""}`);
  const warn = (notice: Notice): void => {
    outcome.warnings = [...outcome.warnings, notice];
    reporter.warn(notice);
  };
  const ageing = nodeWarning(world.nodeVersion, world.now);
  if (ageing !== undefined) warn(ageing);

  const project = await namedProject(input);
  if (project !== undefined) return upgrade(input, project, warn);
  refuseUpgradeFlags(input);
  const settings = await settle(input);
  const target = await newTargetAt(settings.directory, situation.dryRun);
  const place = settings.directory === "." ? "this directory" : settings.directory;
  outcome.directory = target.path;
  outcome.answers = recordedAnswers(settings);

  const sources = input.line.overlays ?? [];
  const overlays = await loadOverlays(sources, world, input.line.modes);
  const tree = renderTree(await loadLayers(world.templatesDir), outcome.answers, world.secrets, overlays);
  const changes = plan({ base: new Map(), current: new Map(), next: tree });
  const files = changes.map(({ path, action }) => ({ path, action }));
  const repeat = repeatCommand(settings, input.line, {
    command: startedBy(world.env, outcome.version),
    platform: world.platform,
    situation: { ...situation, dryRun: false },
  });

  if (situation.dryRun) {
    reporter.say(`${files.length} files would be written to ${place}`, fileTree(files));
    outcome.files = files;
    outcome.status = "planned";
    reporter.end(outcome, repeat);
    return ExitCode.done;
  }

  const { packageManager } = settings;
  const { offline } = input.line.modes;
  const context = stepContext(world, { directory: target.path, packageManager, offline, reporter, warn });
  const managerVersion = settings.install
    ? await requireManager(context, world.nodeVersion, input.line.modes.strict)
    : "";
  const { version, answers } = { version: outcome.version, answers: outcome.answers };
  const record = { version, answers, overlays: sources.map(({ text }) => text), tree };
  const written = await commit(target, changes, record, { signal: world.signal });
  outcome.files = files;
  reporter.say(`${files.length} files written to ${place}\n${filesSummary(files)}`);

  const failure = await finishProject(context, settings, managerVersion, outcome).catch(
    async (thrown: unknown) => {
      if (world.signal.aborted) await written.undo(stepOutputs);
      throw world.signal.aborted ? cancelledAfterWriting(outcome) : thrown;
    },
  );
  const reached = { installed: outcome.install?.ok === true, smokeFailed: outcome.smoke?.ok === false };
  outcome.next = nextSteps(settings, reached, world.platform);
  if (failure !== undefined) throw failure;
  outcome.status = "created";
  reporter.end(outcome, repeat);
  return ExitCode.done;
}

function cancelledAfterWriting(outcome: OutcomeDraft): CreateError {
  Object.assign(outcome, { files: [], install: null, smoke: null });
  return new CreateError("cancelled", "Cancelled. Nothing was left behind.", {
    fix: "Run the command again when you are ready.",
    exitCode: ExitCode.cancelled,
  });
}

/** The project that was named, if it is one: it is to be upgraded. What was named is looked at before any question. */
async function namedProject({ line, situation, outcome }: CreateInput): Promise<Target | undefined> {
  const { directory } = line.flags;
  if (directory === undefined) return undefined;
  outcome.directory = resolve(directory);
  const target = await targetAt(directory, situation.dryRun);
  return target.state === "project" ? target : undefined;
}

function refuseUpgradeFlags({ line: { modes, upgrade: request } }: CreateInput): void {
  const given = [
    modes.undo ? "--undo" : "",
    modes.replaceOwned ? "--replace-owned" : "",
    modes.diff ? "--diff" : "",
    request.onConflict === undefined ? "" : "--on-conflict",
    request.restore.length === 0 ? "" : "--restore",
  ].filter((flag) => flag !== "");
  if (given.length === 0) return;
  throw new CreateError("usage", `${given.join(", ")}: there is no project to upgrade.`, {
    fix: "Name the project's directory first, or . for here.",
    exitCode: ExitCode.usage,
  });
}

/** Takes the flags and asks for the rest. */
async function settle({ world, line, situation, traits }: CreateInput): Promise<Settings> {
  return resolveSettings(line.flags, {
    situation,
    prompter: await prompterFor(world, line, traits),
    takeDefaults: line.modes.yes,
    checkDirectory: (text) => newTargetAt(text, situation.dryRun).then(() => undefined, complaintOf),
  });
}

function complaintOf(thrown: unknown): string {
  if (thrown instanceof CreateError) return `${thrown.message} ${thrown.fix}`;
  throw thrown;
}

/** Finds a place where a new project can go. What a killed run left there is put back first. */
async function targetAt(directory: string, dryRun: boolean): Promise<Target> {
  const target = await inspectTarget(directory);
  if (target.state === "interrupted" && !dryRun) {
    await recover(target.path);
    return targetAt(directory, dryRun);
  }
  return target;
}

/** A place for a new project. One that exists is upgraded when it is named on the command line. */
async function newTargetAt(directory: string, dryRun: boolean): Promise<Target> {
  const target = await targetAt(directory, dryRun);
  if (target.state !== "project") return target;
  throw new CreateError("project-exists", `${target.path} is a daloy project already.`, {
    fix: `Name a new directory here. \`create-daloy ${directory}\` upgrades that one.`,
  });
}
