import type { Prompter } from "../answers/prompter.ts";
import type { Committed } from "../change/commit.ts";
import { CreateError, ExitCode } from "../errors.ts";
import type { Settings } from "../options.ts";
import type { OutcomeDraft } from "../report/outcome.ts";
import type { StepContext } from "../steps/context.ts";
import { checkFramework } from "../steps/framework.ts";
import { install } from "../steps/install.ts";
import { buildAndSmoke } from "../steps/smoke.ts";

export interface FinishInput {
  readonly context: StepContext;
  readonly settings: Pick<Settings, "install" | "smoke">;
  readonly managerVersion: string;
  readonly outcome: OutcomeDraft;
  readonly written: Committed;
  /** Undefined where nobody can be asked: then a failed verification undoes the upgrade. */
  readonly prompter: Prompter | undefined;
}

/**
 * Installs, checks the framework, builds and smoke-tests what was upgraded. What does not hold is undone: without a
 * question where there is nobody to ask.
 *
 * @throws {CreateError} What failed. A failed install (exit code 1) keeps the upgrade.
 */
export async function finishUpgrade(input: FinishInput): Promise<void> {
  const { context, written } = input;
  let failure: CreateError | undefined;
  try {
    failure = await runSteps(input);
  } catch (thrown) {
    if (!context.signal.aborted) throw thrown;
    await written.undo();
    throw new CreateError("cancelled", "Cancelled. The project is what it was before.", {
      fix: `Run \`${context.packageManager} install\` if the packages had changed.`,
      exitCode: ExitCode.cancelled,
    });
  }
  if (failure === undefined) return;
  if (failure.exitCode !== ExitCode.verification) throw failure;
  throw await offerUndo(failure, input);
}

async function runSteps({
  context,
  settings,
  managerVersion,
  outcome,
}: FinishInput): Promise<CreateError | undefined> {
  if (!settings.install) return undefined;
  const installed = await install(context, managerVersion);
  outcome.install = { ok: installed.ok, ms: installed.ms };
  if (installed.error !== undefined) return installed.error;
  const differs = await checkFramework(context);
  if (differs !== undefined || !settings.smoke) return differs;
  const tested = await buildAndSmoke(context);
  outcome.smoke = { ok: tested.ok, checks: tested.checks };
  return tested.error;
}

async function offerUndo(
  failure: CreateError,
  { context, managerVersion, written, prompter, outcome }: FinishInput,
): Promise<CreateError> {
  const { code, message, exitCode } = failure;
  if (prompter !== undefined) {
    context.reporter.warn({ code, message, fix: "The upgraded project does not hold." });
    if (!(await prompter.confirm({ message: "Undo the upgrade?", proposal: true }))) {
      return new CreateError(code, message, {
        exitCode,
        fix: "The upgrade stays. `--undo` takes it back later.",
      });
    }
  }
  const kept = await written.undo();
  const installed = await install(context, managerVersion);
  outcome.install = { ok: installed.ok, ms: installed.ms };
  const edited = kept.length === 0 ? "" : ` These were edited meanwhile and stay: ${kept.join(", ")}.`;
  return new CreateError(code, `${message}\nThe upgrade was undone.${edited}`, {
    exitCode,
    fix: "Run it again with --no-smoke to look at what does not hold.",
  });
}
