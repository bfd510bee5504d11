import type { PackageManager } from "../answers/answers.ts";
import { CreateError } from "../errors.ts";
import type { Notice } from "../report/outcome.ts";
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
  const { directory: cwd, packageManager, offline, env, signal, run, reporter, warn } = context;
  const command = installCommand(packageManager, offline);
  const manager = `${packageManager} ${managerVersion}`.trim();
  const step = reporter.step(`Installing with ${manager}`);
  const result = await run(command, { cwd, env, signal });
  if (result.ok) {
    step.done(`Installed with ${manager} in ${seconds(result.ms)}`);
    if (offline) warn(notAsked(packageManager));
    return { ok: true, ms: result.ms };
  }
  step.fail();
  const words = result.output.trim();
  const error = new CreateError(
    "install-failed",
    `\`${typed(command)}\` failed.${words === "" ? "" : `\n${words}`}`,
    {
      fix: offline
        ? `The project is there. What ${packageManager} has not stored yet takes the network: run \`${packageManager} install\` when there is one.`
        : `The project is there. Mend what ${packageManager} names, then run \`${packageManager} install\` in it.`,
    },
  );
  return { ok: false, ms: result.ms, error };
}

function notAsked(packageManager: PackageManager): Notice {
  return {
    code: "offline",
    message: `The packages come from ${packageManager}'s own store. Nobody was asked whether one of them was withdrawn, is less than a day old or has a known vulnerability, nor whether there is a newer create-daloy.`,
    fix: `Run \`${packageManager} install\` and \`daloy verify\` when there is a network.`,
  };
}
