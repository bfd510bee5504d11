import { endGroup } from "./process-group.ts";

/** A program and its arguments; never a shell line. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Ends the child and everything that it started. */
  readonly signal: AbortSignal;
  /** Each line of either stream, as it comes. */
  readonly onLine?: (line: string, stream: "stdout" | "stderr") => void;
}

export interface RunResult {
  readonly ok: boolean;
  /** The program was not found. */
  readonly missing: boolean;
  readonly exitCode: number | undefined;
  readonly ms: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams in the order in which they came. */
  readonly output: string;
}

export type Run = (command: Command, options: RunOptions) => Promise<RunResult>;

/**
 * Runs a program to its end, with no input. A failing program is a result, not an exception.
 *
 * @throws the signal's reason, once the child and its own children have ended
 */
export const run: Run = async ({ file, args }, { cwd, env, signal, onLine }) => {
  const { execa } = await import("execa");
  signal.throwIfAborted();
  // A group of its own, so that one signal reaches npm's children too. Windows has no groups and opens a console.
  const child = execa(file, args, {
    cwd,
    env,
    extendEnv: false,
    stdin: "ignore",
    stdout: tap((line) => onLine?.(line, "stdout")),
    stderr: tap((line) => onLine?.(line, "stderr")),
    all: true,
    reject: false,
    detached: process.platform !== "win32",
    cleanup: false,
    windowsHide: true,
  });
  const ended = { group: Promise.resolve() };
  const abort = () => {
    if (child.pid !== undefined) ended.group = endGroup(child.pid, child);
  };
  signal.addEventListener("abort", abort, { once: true });
  const result = await child;
  await ended.group;
  signal.removeEventListener("abort", abort);
  signal.throwIfAborted();
  return {
    ok: !result.failed,
    missing: result.code === "ENOENT",
    exitCode: result.exitCode,
    ms: Math.round(result.durationMs),
    stdout: result.stdout,
    stderr: result.stderr,
    output: result.all,
  };
};

/** Shows each line to `see` and passes it on. */
const tap = (see: (line: string) => void) =>
  function* (line: unknown) {
    see(String(line));
    yield line;
  };
