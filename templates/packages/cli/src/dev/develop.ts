import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { ExitCode } from "../exit-code.ts";
import { type Child, startChild } from "../processes/child.ts";
import { signalGroup } from "../processes/group.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { printable } from "../terminal/text.ts";
import type { DevProcess, DevProcesses } from "./processes.ts";

/** How long each may take to end by itself, in milliseconds. */
const patienceMs = 5000;

/** What the compiler says at the end of each pass, errors or not. */
const passDone = "Watching for file changes";

/**
 * Runs both until one ends or the signal aborts, and ends them together.
 *
 * @returns 0 when the signal ended them: that is how one leaves a watch
 */
export async function develop(
  { compiler, app }: DevProcesses,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  const aborted = once(signal, "abort").then(() => undefined);
  const children: Child[] = [];
  const follow = (process: DevProcess, hear?: (text: string) => void): Promise<string> => {
    const child = start(process, terminal, hear);
    children.push(child);
    return child.exited.then(
      ({ code, signal: by }) => `${process.label} ended with ${by ?? `exit code ${code}`}.`,
    );
  };
  let compiled = (): void => {};
  const firstPass = new Promise<undefined>((resolve) => {
    compiled = () => resolve(undefined);
  });
  const ends: Promise<string>[] = [];
  if (compiler === undefined) compiled();
  else
    ends.push(
      follow(compiler, (text) => {
        if (text.includes(passDone)) compiled();
      }),
    );
  // The app waits for the first pass, or it would start on what an earlier build left.
  const early = await Promise.race([...ends, firstPass, aborted]);
  if (early === undefined && !signal.aborted) ends.push(follow(app));
  const end = early ?? (await Promise.race([...ends, aborted]));

  await Promise.all(children.map(stop));
  if (signal.aborted) return ExitCode.holds;
  terminal.error(`${terminal.style.red(end ?? "")}\n`);
  return ExitCode.toolFailed;
}

function start({ label, command, directory, env }: DevProcess, terminal: Terminal, hear = (_: string) => {}) {
  let rest = "";
  const prefix = terminal.style.faint(`${label} ${terminal.style.bar} `);
  return startChild(command, {
    cwd: directory,
    env,
    onText(text) {
      hear(text);
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const shown = printable(line).trimEnd();
        if (shown !== "") terminal.out(`${prefix}${shown}\n`);
      }
    },
  });
}

/** Asks the whole group to end, and kills what stays. */
async function stop(child: Child): Promise<void> {
  if (child.pid !== undefined && !child.hasExited()) {
    signalGroup(child.pid, "SIGTERM");
    const timer = new AbortController();
    await Promise.race([
      child.exited,
      sleep(patienceMs, undefined, { signal: timer.signal }).catch(() => {}),
    ]);
    timer.abort();
  }
  await child.kill();
}
