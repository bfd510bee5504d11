import { setTimeout as sleep } from "node:timers/promises";
import { ToolError } from "../tool-error.ts";
import { boot, lostItsPort, type Running, words } from "./boot.ts";
import { check, Finding, skipped } from "./check.ts";
import type { Launch } from "./launch.ts";
import type { Session } from "./session.ts";
import { stopGracefully } from "./shutdown.ts";
import { createTarget, type Probe } from "./target.ts";

export const startCheck = "starts in production";
export const stopCheck = "stops gracefully on SIGTERM";

/** Windows cannot ask a process to end: there SIGTERM kills. */
export const canStopGracefully = process.platform !== "win32";

const lastMomentsMs = 100;

/** Starts the project's own entry. `undefined` when it does not come up; the check has its words. */
export async function startApp(session: Session): Promise<Running | undefined> {
  const { config, directory, environment, limits, record } = session;
  let running: Running | undefined;
  const plan: Launch = { command: config.start, directory, environment };
  record(
    await check(startCheck, async () => {
      running = await boot(plan, config.health, limits);
      return `200 on ${config.health}`;
    }),
  );
  return running;
}

/** Asks a running app everything, and ends it. */
export async function proveApp(session: Session, running: Running, probes: readonly Probe[]): Promise<void> {
  try {
    await askAll(session, running, probes);
    if (!canStopGracefully) return;
    session.record(await check(stopCheck, () => stopGracefully(running, session.limits.shutdownMs)));
  } finally {
    await running.child.kill();
  }
}

/** Asks a running app in order. Once it has ended, the rest is skipped by name. */
export async function askAll(session: Session, running: Running, probes: readonly Probe[]): Promise<void> {
  const { limits, record } = session;
  const app = { ...session, output: () => running.child.output() };
  const target = createTarget(running.port, app, limits.answerMs);
  let ended: string | undefined;
  for (const { name, look } of probes) {
    if (ended !== undefined) {
      record(skipped(name, ended));
      continue;
    }
    const finished = await check(name, () => look(target));
    // A connection breaks a little before the end of the process is known.
    if (!finished.ok) await Promise.race([running.child.exited, sleep(lastMomentsMs)]);
    if (!running.child.hasExited()) record(finished);
    else {
      assertOwnPort(running);
      ended = `the app ended while it was asked: ${name}.`;
      const detail = [finished.detail, "The app ended.", words(running.child)].join("\n").trimEnd();
      record({ ...finished, ok: false, detail });
    }
  }
}

/** Proves one thing with a process of its own, which does not outlive it. */
export async function withApp(
  session: Session,
  plan: Launch,
  prove: (running: Running) => Promise<void>,
): Promise<Finding | undefined> {
  let running: Running;
  try {
    running = await boot(plan, session.config.health, session.limits);
  } catch (error) {
    if (error instanceof Finding) return error;
    throw error;
  }
  try {
    await prove(running);
    return undefined;
  } finally {
    await running.child.kill();
  }
}

/** Whatever answered on the port of an app that never had it was another program. */
function assertOwnPort({ child }: Running): void {
  if (!lostItsPort(child)) return;
  throw new ToolError(
    "Another program took the app's port during the test, so nothing of it counts.",
    "Run `daloy smoke` again.",
  );
}
