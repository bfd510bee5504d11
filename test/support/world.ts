import { PassThrough } from "node:stream";
import { main } from "../../src/command.ts";
import type { ExitCode } from "../../src/errors.ts";
import type { Command, RunOptions, RunResult } from "../../src/steps/run.ts";
import type { World } from "../../src/world.ts";

export const succeeded: RunResult = {
  ok: true,
  missing: false,
  exitCode: 0,
  ms: 12,
  stdout: "",
  stderr: "",
  output: "",
};
export const failed = (output: string): RunResult => ({
  ...succeeded,
  ok: false,
  exitCode: 1,
  stderr: output,
  output,
});
export const notFound: RunResult = { ...succeeded, ok: false, missing: true, exitCode: undefined };

export type FakeRun = (line: string, command: Command, options: RunOptions) => RunResult | undefined;

export interface Ran {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
  /** The programs that were started, as they would be typed. */
  readonly commands: readonly string[];
}

/** Runs the command line in this process, off any terminal, with programs that answer what the test says. */
export async function runMain(
  argv: readonly string[],
  world: Partial<World> & { fake?: FakeRun },
): Promise<Ran> {
  const commands: string[] = [];
  const [stdout, stderr] = [collect(), collect()];
  const { fake, ...given } = world;
  const exitCode = await main({
    argv,
    env: {},
    platform: "linux",
    nodeVersion: "24.21.0",
    now: new Date("2026-11-22"),
    stdin: new PassThrough(),
    stdout: stdout.stream,
    stderr: stderr.stream,
    signal: new AbortController().signal,
    secrets: {
      token: () => "t".repeat(64),
      keyPair: () => ({ publicJwk: { x: "p" }, privateJwk: { d: "s" } }),
    },
    templatesDir: "templates",
    fetch: async (url) => {
      throw new Error(`No test has a network: ${url}`);
    },
    async run(command, options) {
      options.signal.throwIfAborted();
      const line = [command.file, ...command.args].join(" ");
      commands.push(line);
      const result = fake?.(line, command, options) ?? answer(line);
      options.signal.throwIfAborted();
      return result;
    },
    ...given,
  });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text(), commands };
}

/** What the programs of a healthy machine say. */
function answer(line: string): RunResult {
  if (line === "npm --version") return { ...succeeded, stdout: "11.19.1\n" };
  if (line === "pnpm --version") return { ...succeeded, stdout: "10.34.0\n" };
  if (line.includes("daloy.js smoke")) {
    const checks = [{ name: "boots", ok: true, ms: 5, detail: "" }];
    return { ...succeeded, stdout: JSON.stringify({ schema: 1, ok: true, checks }) };
  }
  return succeeded;
}

function collect(): { stream: PassThrough; text: () => string } {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString() };
}
