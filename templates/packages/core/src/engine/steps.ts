import type { RequestContext } from "./context.ts";

/** One thing that happens to a request. Anything but `undefined` is the answer, and ends the sequence. */
export type Step = (context: RequestContext) => unknown;

/** What a step returns that goes on with what it waits for. A `.then` of its own would cost one more turn of the queue. */
export function waitFor<T>(
  context: RequestContext,
  work: PromiseLike<T>,
  rest: (value: T) => unknown,
): PromiseLike<T> {
  context.afterwards = rest as (value: unknown) => unknown;
  return work;
}

export function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  // not `"then" in value`: on objects of many shapes it takes several times as long as reading what is not there
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<PromiseLike<T>>).then === "function"
  );
}
