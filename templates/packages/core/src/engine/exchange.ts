import { byLimit, settingOf } from "../errors/by-limit.ts";
import { HttpError, InternalError, RequestTimeoutError } from "../errors/http-error.ts";
import { problemResponse } from "../errors/problem.ts";
import { isReported } from "../errors/reported.ts";
import type { Deadline } from "../http/request.ts";
import type { EngineResponse } from "../http/response.ts";
import type { RequestContext } from "./context.ts";
import type { Pipeline } from "./pipeline.ts";
import type { EnginePlan, Reply } from "./plan.ts";
import { discard, toEngineResponse } from "./respond.ts";
import { isThenable, type Step } from "./steps.ts";
import { startTimeLimit, timeLimitOf } from "./time-limit.ts";

/**
 * One request on its way through its pipeline to one reply.
 *
 * What is awaited is awaited here, once: a promise for the outcome of all steps would cost every request that waits one more
 * turn of the queue for each of them. From then on the time limit runs.
 */
export class Exchange {
  readonly #plan: EnginePlan;
  readonly #context: RequestContext;
  readonly #pipeline: Pipeline;
  readonly #reply: Reply;
  #steps: readonly Step[] = [];
  #next = 0;
  #limitMs = 0;
  #deadline: Deadline | undefined;
  /** No outcome yet, so that one is still waited for. */
  #working = true;
  #open = true;

  constructor(plan: EnginePlan, context: RequestContext, pipeline: Pipeline, reply: Reply) {
    this.#plan = plan;
    this.#context = context;
    this.#pipeline = pipeline;
    this.#reply = reply;
  }

  /** Runs the steps in order: the first that answers ends them. */
  run(steps: readonly Step[]): void {
    this.#steps = steps;
    this.#proceed();
  }

  /** Makes of an error what an `onError` hook makes of it, else its problem. */
  fail(error: unknown): void {
    this.#logFailure(error);
    const outcome = this.#handled(error, 0);
    if (isThenable(outcome)) {
      this.#startClock();
      outcome.then((settled) => this.#send(settled));
    } else this.#send(outcome);
  }

  #proceed(): void {
    const context = this.#context;
    let outcome: unknown;
    try {
      while (outcome === undefined && this.#next < this.#steps.length) {
        outcome = this.#steps[this.#next++]?.(context);
      }
    } catch (error) {
      this.fail(error);
      return;
    }
    if (isThenable(outcome)) this.#wait(outcome);
    else this.#send(outcome);
  }

  #wait(work: PromiseLike<unknown>): void {
    this.#startClock();
    const context = this.#context;
    // a thenable of somebody else's may call back twice, or throw
    Promise.resolve(work).then(
      (value) => (context.expired ? discard(value) : this.#settle(value)),
      (error: unknown) => {
        if (!context.expired) this.fail(error);
      },
    );
  }

  /** Takes what a step waited for through the rest of that step, and goes on. */
  #settle(value: unknown): void {
    const { afterwards } = this.#context;
    let outcome = value;
    if (afterwards !== undefined) {
      this.#context.afterwards = undefined;
      try {
        outcome = afterwards(value);
      } catch (error) {
        this.fail(error);
        return;
      }
    }
    if (outcome === undefined) this.#proceed();
    else if (isThenable(outcome)) this.#wait(outcome);
    else this.#send(outcome);
  }

  #startClock(): void {
    if (this.#deadline !== undefined) return;
    const request = this.#context.engineRequest;
    this.#limitMs = timeLimitOf(request, this.#plan.requestTimeoutMs);
    this.#deadline = startTimeLimit(request, this.#limitMs, () => this.#expire());
  }

  /** What answers for a request that took too long (`onError`, `onSend`) has the limit once more; after that a bare problem leaves. */
  #expire(): void {
    const context = this.#context;
    const error = timedOut(context, this.#limitMs);
    this.#deadline = undefined;
    if (this.#working && !context.expired) {
      this.#startClock();
      context.expire(error);
      this.fail(error);
    } else {
      this.#working = false;
      context.log.error({ route: context.routePattern }, "An onError or onSend hook took too long");
      this.#done(this.#report(this.#bare(error)));
    }
  }

  #send(outcome: unknown): void {
    if (!this.#working) {
      discard(outcome);
      return;
    }
    this.#working = false;
    const response = this.#finish(outcome);
    if (isThenable(response)) {
      this.#startClock();
      response.then((sent) => this.#done(sent));
    } else this.#done(response);
  }

  #done(response: EngineResponse): void {
    const open = this.#open;
    this.#open = false;
    this.#deadline?.cancel();
    if (open) this.#reply(response);
    else discard(response);
  }

  #logFailure(error: unknown): void {
    const { log, routePattern: route } = this.#context;
    const setting = settingOf(error);
    if (setting !== undefined) {
      // what took too long is the app's own doing
      const level = error instanceof HttpError && error.status >= 500 ? "error" : "warn";
      log[level]({ code: "limit-exceeded", setting, route }, "The request exceeds a limit");
    } else if (!(error instanceof HttpError) || (error.status >= 500 && !isReported(error))) {
      const message = error instanceof HttpError ? "The request failed" : "Unhandled error";
      log.error({ err: error, route }, message);
    }
  }

  #handled(error: unknown, from: number): unknown {
    const hooks = this.#pipeline.onError;
    for (let i = from; i < hooks.length; i++) {
      const broken = (other: unknown) => this.#context.log.error({ err: other }, "An onError hook threw");
      try {
        const answer = hooks[i]?.(error, this.#context);
        if (isThenable(answer)) {
          const next = () => this.#handled(error, i + 1);
          return answer.then(
            (value) => value ?? next(),
            (other) => {
              broken(other);
              return next();
            },
          );
        }
        if (answer !== undefined) return answer;
      } catch (other) {
        broken(other);
      }
    }
    return new Failed(error);
  }

  #finish(outcome: unknown): EngineResponse | Promise<EngineResponse> {
    const response = this.#serialise(outcome);
    const { onSend, onResponse } = this.#pipeline;
    if (onSend.length === 0 && onResponse.length === 0) return response;
    const sent = this.#runOnSend(0, response);
    return isThenable(sent) ? sent.then((final) => this.#report(final)) : this.#report(sent);
  }

  #serialise(outcome: unknown): EngineResponse {
    let response: EngineResponse;
    try {
      response =
        outcome instanceof Failed
          ? this.#problem(outcome.error)
          : toEngineResponse(outcome, this.#pipeline.baseHeaders);
    } catch (error) {
      const { log, routePattern: route } = this.#context;
      log.error({ err: error, route }, "The response could not be made");
      discard(outcome);
      return this.#bare(new InternalError());
    }
    return this.#identified(response);
  }

  /** The problem of an error, past every hook. */
  #bare(error: HttpError): EngineResponse {
    return this.#identified(this.#problem(error));
  }

  #problem(error: unknown): EngineResponse {
    return problemResponse(error, this.#context.requestId, this.#plan.redact, this.#pipeline.baseHeaders);
  }

  #identified(response: EngineResponse): EngineResponse {
    const { requestIdHeader } = this.#plan;
    if (requestIdHeader !== undefined) response.headers.setTrusted(requestIdHeader, this.#context.requestId);
    return response;
  }

  #runOnSend(from: number, response: EngineResponse): EngineResponse | Promise<EngineResponse> {
    const broken = (error: unknown): EngineResponse => {
      const { log, routePattern: route } = this.#context;
      log.error({ err: error, route }, "An onSend hook threw");
      discard(response);
      return this.#bare(new InternalError());
    };
    const hooks = this.#pipeline.onSend;
    try {
      for (let i = from; i < hooks.length; i++) {
        const pending = hooks[i]?.(response, this.#context);
        if (isThenable(pending)) return pending.then(() => this.#runOnSend(i + 1, response), broken);
      }
      return response;
    } catch (error) {
      return broken(error);
    }
  }

  #report(response: EngineResponse): EngineResponse {
    const context = this.#context;
    // a hook that took too long may come to its end after all, when the client has its answer
    if (context.reported) return response;
    context.reported = true;
    for (const hook of this.#pipeline.onResponse) {
      const broken = (error: unknown) => context.log.error({ err: error }, "An onResponse hook threw");
      try {
        const pending = hook(response, context);
        if (isThenable(pending)) {
          const work = Promise.resolve(pending).catch(broken);
          context.engineRequest.waitUntil?.(work);
        }
      } catch (error) {
        broken(error);
      }
    }
    return response;
  }
}

class Failed {
  readonly error: unknown;
  constructor(error: unknown) {
    this.error = error;
  }
}

function timedOut(context: RequestContext, milliseconds: number): HttpError {
  const detail = `The request took longer than ${milliseconds} ms.`;
  const error = context.receiving
    ? new RequestTimeoutError(detail, { connection: "close" })
    : new HttpError(503, detail);
  return byLimit(error, "requestTimeoutMs");
}
