import { Cancelled } from "../answers/cancelled.ts";
import { CreateError, ExitCode } from "../errors.ts";
import type { Notice } from "./outcome.ts";

export interface Explanation {
  readonly notice: Notice;
  readonly exitCode: ExitCode;
  /** Where a bug lies, with `DALOY_DEBUG=1`. */
  readonly trace: string | undefined;
}

/** Turns whatever was thrown into what happened, what mends it, and the exit code. */
export function explain(thrown: unknown, run: { cancelled: boolean; env: NodeJS.ProcessEnv }): Explanation {
  const trace = run.env["DALOY_DEBUG"] === "1" && thrown instanceof Error ? thrown.stack : undefined;
  if (thrown instanceof CreateError) {
    const { code, message, fix, exitCode } = thrown;
    return { notice: { code, message, fix }, exitCode, trace };
  }
  if (run.cancelled || thrown instanceof Cancelled) {
    const notice = {
      code: "cancelled",
      message: "Cancelled. Nothing was written.",
      fix: "Run the command again when you are ready.",
    };
    return { notice, exitCode: ExitCode.cancelled, trace: undefined };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    notice: {
      code: "bug",
      message: `This is a bug in create-daloy: ${message}`,
      fix: "Run it again with DALOY_DEBUG=1 and report what it prints.",
    },
    exitCode: ExitCode.failed,
    trace,
  };
}
