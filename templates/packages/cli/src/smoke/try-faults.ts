import { setTimeout as sleep } from "node:timers/promises";
import { holdPort } from "../processes/port.ts";
import { printable } from "../terminal/text.ts";
import { words } from "./boot.ts";
import { faultPlan } from "./harness-plan.ts";
import type { FaultOutcome, PlantedFault } from "./harness-task.ts";
import { launch } from "./launch.ts";
import type { Session } from "./session.ts";

export interface TriedFaults {
  readonly outcomes: ReadonlyMap<PlantedFault, FaultOutcome>;
  /** Why some have none: how the process ended, and what it said. */
  readonly ended: string;
}

/**
 * Tries every fault in one process. Whether an app refuses is decided within `serve()`, before it listens; that a refusal ends a
 * process with a non-zero code is proven with the project's own entry, one process for each setting.
 */
export async function tryFaults(session: Session, faults: readonly PlantedFault[]): Promise<TriedFaults> {
  const { startMs, refusalMs } = session.limits;
  const held = await holdPort();
  const child = launch(faultPlan(session, { faults, limitMs: refusalMs }), held.port);
  const timer = new AbortController();
  const limit = startMs + refusalMs * faults.length;
  const late = sleep(limit, undefined, { signal: timer.signal }).catch(() => undefined);
  try {
    const exit = await Promise.race([child.exited, late]);
    const ended = exit === undefined ? "it went on running" : (exit.signal ?? `exit code ${exit.code}`);
    return { outcomes: outcomesIn(child.output()), ended: `${ended}\n${words(child)}`.trimEnd() };
  } finally {
    timer.abort();
    await child.kill();
    await held.release();
  }
}

function outcomesIn(output: string): Map<PlantedFault, FaultOutcome> {
  const outcomes = new Map<PlantedFault, FaultOutcome>();
  for (const line of output.split("\n")) {
    if (!line.startsWith('{"smokeFault":')) continue;
    const outcome: FaultOutcome = JSON.parse(line);
    outcomes.set(outcome.smokeFault, { ...outcome, words: printable(outcome.words) });
  }
  return outcomes;
}
