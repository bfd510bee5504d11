import type { ExitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** What a command is given. Nothing of it is global, so that a test can hand in its own. */
export interface CommandContext {
  /** The project's root. */
  readonly directory: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly terminal: Terminal;
  /** Aborts when a signal asks the tool to end. */
  readonly signal: AbortSignal;
  /** The words behind the command, for a command with {@link Command.operands}. */
  readonly operands: readonly string[];
  /** True for a flag that was given, by its long name. */
  flag(name: string): boolean;
  /** The value of a flag that takes one; `undefined` when it was not given. */
  option(name: string): string | undefined;
}

export interface Flag {
  readonly description: string;
  /** What its value is, for the help: `gate` makes it `--explain <gate>`. Without it the flag is on or off. */
  readonly value?: string;
}

/** One command of the tool. Help, parsing and the nearest match derive from it. */
export interface Command {
  readonly name: string;
  /** One line for the overview. */
  readonly summary: string;
  /** What it does, for its own help. */
  readonly description: string;
  /** What may follow the command's name, for the help: `[gate…]`. Without it nothing may. */
  readonly operands?: string;
  readonly flags: Readonly<Record<string, Flag>>;
  run(context: CommandContext): Promise<ExitCode>;
}
