import type { Writable } from "node:stream";
import type { Progress, Reporter } from "./reporter.ts";

const silent: Progress = { update() {}, line() {}, done() {}, fail() {} };

/** One document at the end, and nothing else. */
export function jsonReporter(output: Writable): Reporter {
  return {
    begin() {},
    say() {},
    warn() {},
    step: () => silent,
    end: (outcome) => output.write(`${JSON.stringify(outcome, undefined, 2)}\n`),
  };
}
