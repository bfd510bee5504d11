import type { PackageManager } from "../answers/answers.ts";
import { Cancelled } from "../answers/cancelled.ts";
import type { Prompter } from "../answers/prompter.ts";
import type { Committed } from "../change/commit.ts";
import { CreateError, ExitCode } from "../errors.ts";
import type { Settings } from "../options.ts";
import type { OutcomeDraft } from "../report/outcome.ts";
import type { StepContext } from "../steps/context.ts";
import { checkFramework } from "../steps/framework.ts";
import { install } from "../steps/install.ts";
import { removeInstalledPackages } from "../steps/installed-packages.ts";
import { buildAndSmoke } from "../steps/smoke.ts";

export interface FinishInput {
  readonly context: StepContext;
  readonly settings: Pick<Settings, "install" | "smoke">;
  /** The package manager that the project had: an undo installs with it again. */
  readonly before: PackageManager;
  readonly managerVersion: string;
  /** Variables that `.env` lacks, without which the app may not start. */
  readonly missingVariables: readonly string[];
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
  const { context, before, written } = input;
  let kept: readonly string[] | undefined;
  const undo = async (): Promise<readonly string[]> => {
    kept ??= await written.undo();
    return kept;
  };
  try {
    const failure = await runSteps(input);
    if (failure?.exitCode === ExitCode.verification) throw await offerUndo(failure, input, undo);
    if (failure !== undefined) throw failure;
  } catch (thrown) {
    if (!(context.signal.aborted || thrown instanceof Cancelled)) throw thrown;
    await undo();
    if (before !== context.packageManager) await removeInstalledPackages(context.directory);
    throw new CreateError("cancelled", "Cancelled. The project is what it was before.", {
      fix: `Run \`${before} install\` if the packages had changed.`,
      exitCode: ExitCode.cancelled,
    });
  }
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
  input: FinishInput,
  undo: () => Promise<readonly string[]>,
): Promise<CreateError> {
  const { context, prompter } = input;
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
  const kept = await undo();
  const edited = kept.length === 0 ? "" : ` These were edited meanwhile and stay: ${kept.join(", ")}.`;
  const unmet = await installAgain(input);
  return new CreateError(code, `${message}\nThe upgrade was undone.${edited}${unmet}`, {
    exitCode,
    fix: `${addFirst(input.missingVariables)}Run it again with --no-smoke to look at what does not hold.`,
  });
}

const addFirst = (variables: readonly string[]): string =>
  variables.length === 0 ? "" : `Add ${variables.join(", ")} to .env first, if that is why. `;

/** Brings back the packages of the project as it was. @returns What to know when they are not */
async function installAgain({ context, before, managerVersion, outcome }: FinishInput): Promise<string> {
  const isSame = before === context.packageManager;
  if (!isSame) await removeInstalledPackages(context.directory);
  const installed = isSame
    ? await install(context, managerVersion)
    : await install({ ...context, packageManager: before });
  outcome.install = { ok: installed.ok, ms: installed.ms };
  return installed.ok ? "" : ` Its packages are not back: run \`${before} install\`.`;
}
