import { setTimeout as sleep } from "node:timers/promises";
import type { Exit } from "../processes/child.ts";
import { holdPort } from "../processes/port.ts";
import { printable } from "../terminal/text.ts";
import { lostItsPort } from "./boot.ts";
import { Finding } from "./check.ts";
import { guardsNamed } from "./guards-named.ts";
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
  const expected = `expected a refusal by ${guard}`;
  if (listened) throw new Finding(`${expected} before listening, but the app went on to listen`);
  const last = output.trim().split("\n").slice(-12).join("\n");
  if (exit === undefined) throw new Finding(`${expected}, but the app went on running.\n${last}`.trimEnd());
  const named = guardsNamed(output);
  const by = named.size === 0 ? "no guard" : [...named].join(", ");
  if (exit.code === 0) throw new Finding(`${expected} with a non-zero exit code, got 0 (named: ${by})`);
  const ended = exit.signal ?? (exit.code === null ? "no start" : `exit code ${exit.code}`);
  if (exit.code === null)
    throw new Finding(`${expected} with an exit code, got ${ended}.\n${last}`.trimEnd());
  if (!named.has(guard)) throw new Finding(`${expected}, got ${ended} by ${by}.\n${last}`.trimEnd());
  return `${ended}, [${guard}]`;
}
