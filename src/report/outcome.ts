import type { Answers } from "../answers/answers.ts";

/** Something to know that does not stop the run, or the one thing that did. */
export interface Notice {
  /** A stable kebab-case identifier. */
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

export interface FileAction {
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  readonly action: string;
  /** Upgrades: guards, workflows, the framework, and what decides which packages are installed. */
  readonly security?: boolean;
  /** Where a moved file was. */
  readonly from?: string;
  /** Where the template's version lies, beside the user's. */
  readonly sidecar?: string;
  /** Why it is a conflict, or beside the user's. */
  readonly reason?: string;
  /** Values that the template changed too, and that stay the user's. */
  readonly kept?: readonly string[];
}

/** One line of the project's smoke test. */
export interface SmokeCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly detail: string;
  /** It was not looked at, because an earlier one failed. */
  readonly skipped?: true;
}

/** What a run came to: the document that `--json` prints. */
export interface Outcome {
  readonly schema: 1;
  readonly status: "created" | "upgraded" | "unchanged" | "planned" | "conflict" | "failed";
  /** Absolute; `null` when the command line did not get that far. */
  readonly directory: string | null;
  readonly version: string;
  /** The version that an upgraded project comes from. */
  readonly from?: string;
  readonly answers: Answers | null;
  readonly files: readonly FileAction[];
  /** `null` when it was not run. */
  readonly install: { readonly ok: boolean; readonly ms: number } | null;
  /** `null` when it was not run. */
  readonly smoke: { readonly ok: boolean; readonly checks: readonly SmokeCheck[] } | null;
  readonly warnings: readonly Notice[];
  readonly error?: Notice;
  /** Commands to type next, in order. */
  readonly next: readonly string[];
}

/** An outcome in the making: what is known so far is reported even when the run stops. */
export type OutcomeDraft = { -readonly [Key in keyof Outcome]: Outcome[Key] };

export const startOutcome = (version: string): OutcomeDraft => ({
  schema: 1,
  status: "failed",
  directory: null,
  version,
  answers: null,
  files: [],
  install: null,
  smoke: null,
  warnings: [],
  next: [],
});
