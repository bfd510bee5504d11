import { ExitCode } from "./exit-code.ts";

/** The tool cannot do its work: what happened, and what to do about it. Not a verdict about the project. */
export class ToolError extends Error {
  override readonly name = "ToolError";
  readonly fix: string;
  readonly exitCode: ExitCode;

  constructor(message: string, fix: string, exitCode: ExitCode = ExitCode.toolFailed) {
    super(message);
    this.fix = fix;
    this.exitCode = exitCode;
  }
}

/** The command line is wrong. */
export function usageError(message: string, fix: string): ToolError {
  return new ToolError(message, fix, ExitCode.usage);
}
