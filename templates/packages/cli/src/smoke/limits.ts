/** How long each thing may take, in milliseconds. */
export interface Limits {
  /** From the start of a process to its first good answer. */
  readonly startMs: number;
  readonly answerMs: number;
  /** From an insecure start to the refusal. */
  readonly refusalMs: number;
  /** From SIGTERM to the end: more than the framework's own grace of 10 s for requests that still run. */
  readonly shutdownMs: number;
}

export const defaultLimits: Limits = {
  startMs: 20_000,
  answerMs: 10_000,
  refusalMs: 20_000,
  shutdownMs: 12_000,
};
