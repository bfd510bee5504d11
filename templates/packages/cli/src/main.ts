import type { Command, CommandContext } from "./command.ts";
import { parseCommandLine } from "./command-line.ts";
import { ExitCode } from "./exit-code.ts";
import { commandHelp, overview } from "./help.ts";
import { ToolError } from "./tool-error.ts";
import { ownVersion } from "./version.ts";

/** Runs one command line. Never throws: every fault becomes words on the error output and an exit code. */
export async function main(
  argv: readonly string[],
  commands: readonly Command[],
  context: Omit<CommandContext, "flag" | "option" | "operands">,
): Promise<ExitCode> {
  const { terminal, signal } = context;
  try {
    const invocation = parseCommandLine(argv, commands);
    if (invocation.kind === "version") terminal.out(`${await ownVersion()}\n`);
    else if (invocation.kind === "help")
      terminal.out(invocation.command ? commandHelp(invocation.command) : overview(commands));
    else {
      const { command, flags, options, operands } = invocation;
      return await command.run({
        ...context,
        operands,
        flag: (name) => flags.has(name),
        option: (name) => options.get(name),
      });
    }
    return ExitCode.holds;
  } catch (error) {
    if (signal.aborted) return ExitCode.cancelled;
    if (error instanceof ToolError) {
      terminal.error(`${terminal.style.red(error.message)}\n${error.fix}\n`);
      return error.exitCode;
    }
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.error(`The tool itself failed: ${words}\n`);
    return ExitCode.toolFailed;
  }
}
