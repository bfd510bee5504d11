import type { Notice, Outcome } from "./outcome.ts";

/** One thing that takes time. Exactly one of `done` and `fail` ends it. */
export interface Progress {
  /** Replaces what is shown while it runs. */
  update(text: string): void;
  /** Adds a line that stays. */
  line(text: string, ok: boolean): void;
  done(text: string): void;
  /** What went wrong is told at the end of the run. */
  fail(): void;
}

/** What a person or a program sees of a run. */
export interface Reporter {
  begin(title: string): void;
  /** A fact, with lines below it. */
  say(text: string, lines?: readonly string[]): void;
  warn(notice: Notice): void;
  step(text: string): Progress;
  /** The end of a run that went through, or that stopped with `outcome.error`. */
  end(outcome: Outcome, repeat: string | undefined): void;
}
