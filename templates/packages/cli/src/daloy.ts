#!/usr/bin/env node
import { commands } from "./commands/index.ts";
import { ExitCode } from "./exit-code.ts";
import { main } from "./main.ts";
import { killAllGroups } from "./processes/group.ts";
import { createTerminal } from "./terminal/terminal.ts";

const { argv, env, platform, stdout, stderr } = process;
const interrupt = new AbortController();

process.on("exit", killAllGroups);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (interrupt.signal.aborted) process.exit(ExitCode.cancelled);
    interrupt.abort();
  });
}
// A reader that goes away (`daloy smoke | head -1`) is no fault of the project.
for (const stream of [stdout, stderr]) stream.on("error", () => process.exit(ExitCode.toolFailed));

const code = await main(argv.slice(2), commands, {
  directory: process.cwd(),
  env,
  terminal: createTerminal(env, platform, stdout, stderr),
  signal: interrupt.signal,
});
if (interrupt.signal.aborted) process.exit(code);
process.exitCode = code;
