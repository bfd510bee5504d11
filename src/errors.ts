/** The process exit codes of the command line. */
export const ExitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  conflict: 3,
  verification: 4,
  cancelled: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** A fault the user can act on: what happened, and what mends it. Everything else that is thrown is a bug. */
export class CreateError extends Error {
  override readonly name = "CreateError";
  /** A stable kebab-case identifier, for `--json`. */
  readonly code: string;
  /** The one thing to do next. */
  readonly fix: string;
  readonly exitCode: ExitCode;

  constructor(code: string, message: string, options: { fix: string; exitCode?: ExitCode; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.code = code;
    this.fix = options.fix;
    this.exitCode = options.exitCode ?? ExitCode.failed;
  }
}
