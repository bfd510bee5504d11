import { setTimeout as sleep } from "node:timers/promises";
import type { Running } from "./boot.ts";
import { Finding } from "./check.ts";

/** An orchestrator's stop: SIGTERM to the process itself, and exit code 0 in time. */
export async function stopGracefully({ child }: Running, withinMs: number): Promise<string> {
  if (child.pid === undefined || child.hasExited()) {
    throw new Finding("expected the app to be running still, but it had ended");
  }
  const started = performance.now();
  process.kill(child.pid, "SIGTERM");
  const timer = new AbortController();
  const late = sleep(withinMs, undefined, { signal: timer.signal }).catch(() => undefined);
  const exit = await Promise.race([child.exited, late]);
  timer.abort();
  if (exit === undefined) throw new Finding(`expected an end within ${withinMs} ms, but it still runs`);
  if (exit.code !== 0)
    throw new Finding(`expected exit code 0, got ${exit.signal ?? `exit code ${exit.code}`}`);
  return `exit code 0 after ${Math.round(performance.now() - started)} ms`;
}
