import type { CreateError } from "../errors.ts";
import type { Settings } from "../options.ts";
import type { OutcomeDraft } from "../report/outcome.ts";
import type { StepContext } from "./context.ts";
import { startRepository } from "./git.ts";
import { install } from "./install.ts";
import { lockfiles } from "./package-manager.ts";
import { buildAndSmoke } from "./smoke.ts";

/** What the steps leave at a project's top, so that a cancelled run can take it back. */
export const stepOutputs = [".git", "node_modules", ".yarn", "build", ...Object.values(lockfiles)];

/**
 * Runs the steps that follow the writing: git, install, build and smoke test. The project stays when one fails.
 *
 * @returns What stopped them, if anything did
 * @throws the signal's reason when the run is cancelled
 */
export async function finishProject(
  context: StepContext,
  settings: Pick<Settings, "git" | "install" | "smoke">,
  managerVersion: string,
  outcome: OutcomeDraft,
): Promise<CreateError | undefined> {
  if (settings.git) await startRepository(context);
  if (!settings.install) return undefined;

  const installed = await install(context, managerVersion);
  outcome.install = { ok: installed.ok, ms: installed.ms };
  if (installed.error !== undefined || !settings.smoke) return installed.error;

  const tested = await buildAndSmoke(context);
  outcome.smoke = { ok: tested.ok, checks: tested.checks };
  return tested.error;
}
