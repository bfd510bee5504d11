import type { PackageManager } from "../answers/answers.ts";
import type { Notice } from "../report/outcome.ts";
import type { Reporter } from "../report/reporter.ts";
import type { World } from "../world.ts";
import { childEnvironment, offlineVariables } from "./environment.ts";
import type { Run } from "./run.ts";

/** What every step after the writing needs. */
export interface StepContext {
  /** The project, absolute. */
  readonly directory: string;
  readonly packageManager: PackageManager;
  /** Nothing may ask the network. */
  readonly offline: boolean;
  /** For children: see `childEnvironment`. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly run: Run;
  readonly reporter: Reporter;
  readonly warn: (notice: Notice) => void;
}

/** The context of the steps for one project on this machine. */
export function stepContext(
  { env, signal, run }: World,
  project: Pick<StepContext, "directory" | "packageManager" | "offline" | "reporter" | "warn">,
): StepContext {
  const own = childEnvironment(env);
  return { ...project, env: project.offline ? { ...own, ...offlineVariables } : own, signal, run };
}
