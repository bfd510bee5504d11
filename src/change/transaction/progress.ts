import { CreateError, ExitCode } from "../../errors.ts";

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** The project's path that is about to be written. */
  readonly path: string;
}

export interface TransactionOptions {
  /** Ends the transaction: what was written is taken back. */
  readonly signal?: AbortSignal | undefined;
  /** Called before every step. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /**
   * Keep in `.daloy/undo` how to undo this, with these files as they are now: later steps derive them (lockfiles).
   * Without it nothing is kept.
   */
  readonly undoable?: readonly string[] | undefined;
}

/** Counts the steps of a transaction; each call reports one, and throws when the transaction was cancelled. */
export function stepCounter(total: number, options: TransactionOptions): (path: string) => void {
  let done = 0;
  return (path) => {
    options.onProgress?.({ done, total, path });
    throwIfCancelled(options.signal);
    done += 1;
  };
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new CreateError("cancelled", "Cancelled: nothing was left behind.", {
    fix: "Run the command again when you are ready.",
    exitCode: ExitCode.cancelled,
    cause: signal.reason,
  });
}
