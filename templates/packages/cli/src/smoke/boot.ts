import { setTimeout as sleep } from "node:timers/promises";
import type { Child } from "../processes/child.ts";
import { freePort } from "../processes/port.ts";
import { printable } from "../terminal/text.ts";
import { Finding } from "./check.ts";
import { shown } from "./expect.ts";
import { type Answer, ask } from "./http.ts";
import { type Launch, launch } from "./launch.ts";
import type { Limits } from "./limits.ts";
import { namesTakenPort } from "./taken-port.ts";

/** An app that answers. */
export interface Running {
  readonly port: number;
  readonly child: Child;
}

const attempts = 3;
const pauseMs = 15;

/**
 * Starts the app and waits until its health route answers 200. A port that somebody else took in between is no verdict:
 * it is tried again with another one.
 *
 * @throws {Finding} with the app's own words when it does not come up
 */
export async function boot(plan: Launch, health: string, limits: Limits): Promise<Running> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const child = launch(plan, port);
    try {
      await untilHealthy(child, port, health, limits);
      return { port, child };
    } catch (error) {
      await child.kill();
      if (attempt < attempts && lostItsPort(child)) continue;
      throw error;
    }
  }
}

export const lostItsPort = (child: Child): boolean => namesTakenPort(child.output());

async function untilHealthy(child: Child, port: number, path: string, limits: Limits): Promise<void> {
  const deadline = performance.now() + limits.startMs;
  let last = "nothing";
  while (performance.now() < deadline) {
    if (child.hasExited()) break;
    const answer = await tryToAsk(port, path, limits);
    if (answer?.status === 200) return;
    if (answer !== undefined) last = shown(answer);
    await sleep(pauseMs);
  }
  if (!child.hasExited()) {
    throw new Finding(
      `expected 200 on ${path} within ${limits.startMs} ms, got ${last}.\n${words(child)}`.trimEnd(),
    );
  }
  const { code, signal } = await child.exited;
  throw new Finding(
    `expected the app to start, but it ended with ${signal ?? `exit code ${code}`}.\n${words(child)}`.trimEnd(),
  );
}

async function tryToAsk(port: number, path: string, { answerMs }: Limits): Promise<Answer | undefined> {
  try {
    return await ask(port, { method: "GET", path }, answerMs);
  } catch (error) {
    if (error instanceof Finding) return undefined;
    throw error;
  }
}

/** The end of what a process wrote: there it says why it ended. */
export function words(child: Child): string {
  return printable(child.output()).trim().split("\n").slice(-30).join("\n");
}
