import { setTimeout as sleep } from "node:timers/promises";
import type { SmokeConfig } from "../config/config.ts";
import type { Environment } from "../environment/child-environment.ts";
import { type Answer, ask, type Question } from "./http.ts";

/** A running app and what the project says of it. */
export interface Target {
  readonly config: SmokeConfig;
  /** What the app was started with. */
  readonly environment: Environment;
  /** An access token that may do what the probes ask for. */
  readonly token: string;
  /** One that the app must not take. */
  readonly wrongToken: string;
  ask(question: Question): Promise<Answer>;
  /** What the app has written so far. */
  output(): string;
}

/** One thing to find out about a running app. `look` resolves to what came, or throws a `Finding`. */
export interface Probe {
  readonly name: string;
  look(target: Target): Promise<string>;
}

export function createTarget(
  port: number,
  app: Pick<Target, "config" | "environment" | "token" | "wrongToken" | "output">,
  timeoutMs: number,
): Target {
  const { config, environment, token, wrongToken, output } = app;
  return {
    config,
    environment,
    token,
    wrongToken,
    output,
    ask: (question) => askPatiently(port, question, timeoutMs),
  };
}

/** How often an overloaded app is asked again, and after how long. */
const patience = { times: 20, pauseMs: 500 };

/** The machine that runs a smoke test is often busy with it: a 503 that says when to come back is no answer yet. */
async function askPatiently(port: number, question: Question, timeoutMs: number): Promise<Answer> {
  for (let asked = 1; ; asked += 1) {
    const answer = await ask(port, question, timeoutMs);
    const shed = answer.status === 503 && answer.headers["retry-after"] !== undefined;
    if (!shed || asked === patience.times) return answer;
    await sleep(patience.pauseMs);
  }
}

export function bearer(token: string): [string, string] {
  return ["Authorization", `Bearer ${token}`];
}

export const json: readonly [string, string] = ["Content-Type", "application/json"];

/** The request that the project says is right; probes bend it. */
export function validWrite({ config, token }: Pick<Target, "config" | "token">) {
  const { method, path, body } = config.write;
  return {
    method,
    path,
    headers: [bearer(token), json],
    body: JSON.stringify(body),
  } satisfies Question;
}
