import type { SmokeConfig } from "../config/config.ts";
import type { Environment } from "../environment/child-environment.ts";
import type { Recorder } from "./check.ts";
import type { Limits } from "./limits.ts";

/** One run: what is proven, with what, and who hears of it. */
export interface Session {
  readonly directory: string;
  readonly config: SmokeConfig;
  /** A production start's. */
  readonly environment: Environment;
  /** An access token that may do what the probes ask for. */
  readonly token: string;
  /** One that the app must not take. */
  readonly wrongToken: string;
  readonly limits: Limits;
  readonly record: Recorder;
}
