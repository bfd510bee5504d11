import type { SmokeConfig } from "../config/config.ts";
import type { Environment } from "../environment/child-environment.ts";
import { type Answer, ask, type Question } from "./http.ts";

/** A running app and what the project says of it. */
export interface Target {
  readonly config: SmokeConfig;
  /** What the app was started with. */
  readonly environment: Environment;
  ask(question: Question): Promise<Answer>;
}

/** One thing to find out about a running app. `look` resolves to what came, or throws a `Finding`. */
export interface Probe {
  readonly name: string;
  look(target: Target): Promise<string>;
}

export function createTarget(
  port: number,
  config: SmokeConfig,
  environment: Environment,
  timeoutMs: number,
): Target {
  return { config, environment, ask: (question) => ask(port, question, timeoutMs) };
}

/** The `Authorization` header with the token that a variable holds. */
export function bearer(environment: Environment, variable: string): [string, string] {
  return ["Authorization", `Bearer ${environment[variable] ?? ""}`];
}

export const json: readonly [string, string] = ["Content-Type", "application/json"];

/** The request that the project says is right; probes bend it. */
export function validWrite({ config, environment }: Pick<Target, "config" | "environment">) {
  const { method, path, token, body } = config.write;
  return {
    method,
    path,
    headers: [bearer(environment, token), json],
    body: JSON.stringify(body),
  } satisfies Question;
}
