import type { PackageManager } from "../answers/answers.ts";
import type { Notice } from "../report/outcome.ts";
import type { Reporter } from "../report/reporter.ts";
import type { Run } from "./run.ts";

/** What every step after the writing needs. */
export interface StepContext {
  /** The project, absolute. */
  readonly directory: string;
  readonly packageManager: PackageManager;
  /** For children: see `childEnvironment`. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly run: Run;
  readonly reporter: Reporter;
  readonly warn: (notice: Notice) => void;
}
