import type { RequestContext } from "./context.ts";

/** One thing that happens to a request. Anything but `undefined` is the answer, and ends the sequence. */
export type Step = (context: RequestContext) => unknown;

export function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  // not `"then" in value`: on objects of many shapes it takes several times as long as reading what is not there
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<PromiseLike<T>>).then === "function"
  );
}

/** Runs the steps in order, awaiting only what is thenable: a route without anything asynchronous costs no promise. */
export function runSteps(steps: readonly Step[], context: RequestContext, from = 0): unknown {
  for (let i = from; i < steps.length; i++) {
    const answer = steps[i]?.(context);
    if (answer === undefined) continue;
    if (!isThenable(answer)) return answer;
    return answer.then((value) => {
      return value !== undefined || context.expired ? value : runSteps(steps, context, i + 1);
    });
  }
  return undefined;
}
