import { setTimeout as sleep } from "node:timers/promises";
import type { Exit } from "../processes/child.ts";
import { holdPort } from "../processes/port.ts";
import { printable } from "../terminal/text.ts";
import { lostItsPort } from "./boot.ts";
import { Finding } from "./check.ts";
import { guardsNamed } from "./guards-named.ts";
import type { FaultOutcome } from "./harness-task.ts";
import { type Launch, launch } from "./launch.ts";
import type { Limits } from "./limits.ts";

/** What an insecure start came to. */
export interface Attempt {
  /** `undefined` when it was still running at the deadline. */
  readonly exit: Exit | undefined;
  /** It went on to listen. */
  readonly listened: boolean;
  readonly output: string;
}

/**
 * Starts the app in a fresh process and waits for its end. The tool itself holds the port meanwhile, so that an attempt
 * to listen, however short, cannot be missed: it meets `EADDRINUSE` and says so.
 */
export async function attempt(plan: Launch, limits: Limits): Promise<Attempt> {
  const held = await holdPort();
  const child = launch(plan, held.port);
  const timer = new AbortController();
  const late = sleep(limits.refusalMs, undefined, { signal: timer.signal }).catch(() => undefined);
  try {
    const exit = await Promise.race([child.exited, late]);
    const output = printable(child.output());
    return { exit, listened: lostItsPort(child) || /"msg":\s*"Listening"/.test(output), output };
  } finally {
    timer.abort();
    await child.kill();
    await held.release();
  }
}

/**
 * A refusal counts when it came before listening, with a non-zero exit code, from the expected guard.
 *
 * @throws {Finding} naming what came instead
 */
export function judgeRefusal({ exit, listened, output }: Attempt, guard: string): string {
  if (listened) throw wentOnToListen(guard);
  if (exit === undefined) throw wentOnRunning(guard, output);
  const named = guardsNamed(output);
  if (exit.code === 0) {
    throw new Finding(`${expected(guard)} with a non-zero exit code, got 0 (named: ${listed(named)})`);
  }
  const ended = exit.signal ?? (exit.code === null ? "no start" : `exit code ${exit.code}`);
  if (exit.code === null) {
    throw new Finding(`${expected(guard)} with an exit code, got ${ended}.\n${lastWords(output)}`.trimEnd());
  }
  return namedBy(guard, ended, output);
}

/**
 * The same of a fault that was tried beside others.
 *
 * @param ended how the process that tried it came to its end
 * @throws {Finding} naming what came instead
 */
export function judgeFault(outcome: FaultOutcome | undefined, guard: string, ended: string): string {
  if (outcome === undefined) throw new Finding(`${expected(guard)}, got ${ended}`);
  if (outcome.came === "listened") throw wentOnToListen(guard);
  if (outcome.came === "late") throw wentOnRunning(guard, outcome.words);
  return namedBy(guard, "an error", outcome.words);
}

const expected = (guard: string): string => `expected a refusal by ${guard}`;

const wentOnToListen = (guard: string): Finding =>
  new Finding(`${expected(guard)} before listening, but the app went on to listen`);

const wentOnRunning = (guard: string, output: string): Finding =>
  new Finding(`${expected(guard)}, but the app went on running.\n${lastWords(output)}`.trimEnd());

const listed = (named: ReadonlySet<string>): string =>
  named.size === 0 ? "no guard" : [...named].join(", ");

const lastWords = (output: string): string => output.trim().split("\n").slice(-12).join("\n");

function namedBy(guard: string, ended: string, output: string): string {
  const named = guardsNamed(output);
  if (named.has(guard)) return `${ended}, [${guard}]`;
  throw new Finding(`${expected(guard)}, got ${ended} by ${listed(named)}.\n${lastWords(output)}`.trimEnd());
}
