import { CreateError } from "../errors.ts";
import { seconds } from "../report/seconds.ts";
import type { StepContext } from "./context.ts";
import { installCommand, typed } from "./package-manager.ts";

export interface InstallResult {
  readonly ok: boolean;
  readonly ms: number;
  readonly error?: CreateError;
}

/** Installs the project's dependencies. The manager's own words are shown in full when it fails. */
export async function install(context: StepContext, managerVersion = ""): Promise<InstallResult> {
  const { directory: cwd, packageManager, env, signal, run, reporter } = context;
  const command = installCommand(packageManager);
  const manager = `${packageManager} ${managerVersion}`.trim();
  const step = reporter.step(`Installing with ${manager}`);
  const result = await run(command, { cwd, env, signal });
  if (result.ok) {
    step.done(`Installed with ${manager} in ${seconds(result.ms)}`);
    return { ok: true, ms: result.ms };
  }
  step.fail();
  const words = result.output.trim();
  const error = new CreateError(
    "install-failed",
    `\`${typed(command)}\` failed.${words === "" ? "" : `\n${words}`}`,
    {
      fix: `The project is there. Mend what ${packageManager} names, then run \`${packageManager} install\` in it.`,
    },
  );
  return { ok: false, ms: result.ms, error };
}
