import { byLimit, settingOf } from "../errors/by-limit.ts";
import {
  HttpError,
  InternalError,
  RequestHeaderFieldsTooLargeError,
  RequestTimeoutError,
} from "../errors/http-error.ts";
import { problemResponse } from "../errors/problem.ts";
import { isReported } from "../errors/reported.ts";
import type { EngineRequest } from "../http/request.ts";
import type { EngineResponse } from "../http/response.ts";
import { RequestContext } from "./context.ts";
import type { OnDemand } from "./on-demand.ts";
import type { Finisher, Pipeline } from "./pipeline.ts";
import type { EnginePlan, Reply } from "./plan.ts";
import { discard, toEngineResponse } from "./respond.ts";
import { isThenable, runSteps, type Step } from "./steps.ts";
import { TimeLimit } from "./time-limit.ts";
import { answerWithoutRoute } from "./without-route.ts";

/** Match, run hooks, validate, handle, serialise. Decided at boot; a request does look-ups. */
export class Engine {
  readonly #plan: EnginePlan;
  readonly #timeLimit: TimeLimit;

  /**
   * Settles when no request will wait for code any more; rejects where some cannot be loaded. What boots a server waits for
   * it; elsewhere the first requests do.
   */
  readonly loaded: Promise<unknown>;

  /** @param loading what routes need and `ready()` could not have at once; it is loaded from here on */
  constructor(plan: EnginePlan, loading: readonly OnDemand<unknown>[]) {
    this.#plan = plan;
    this.loaded = Promise.all(loading.map((part) => part.load()));
    this.loaded.catch(() => {});
    this.#timeLimit = new TimeLimit(plan.requestTimeoutMs);
  }

  /**
   * Answers a request by one call of `reply`, at once where nothing is awaited. Never throws: every fault becomes a problem.
   * A promise for the answer would cost every route that awaits something one more turn of the queue.
   */
  handle(request: EngineRequest, reply: Reply): void {
    const plan = this.#plan;
    const requestId = plan.makeRequestId(request);
    const context = new RequestContext(plan, request, requestId, plan.fallback.bodyLimitBytes);
    let pipeline = plan.fallback;
    let outcome: unknown;
    try {
      if (request.headerCount > plan.maxHeaderCount) {
        throw byLimit(
          new RequestHeaderFieldsTooLargeError(`A request may have ${plan.maxHeaderCount} header fields.`),
          "maxHeaderCount",
        );
      }
      request.assertHead?.();
      plan.admit?.(request);
      const match = plan.router.find(request.method, request.path);
      if (match) {
        pipeline = match.value;
        context.rawParams = match.params;
        context.bodyLimitBytes = pipeline.bodyLimitBytes;
        context.routePattern = match.leaf.pattern;
        decorate(context, pipeline);
        outcome = runSteps(pipeline.steps, context);
      } else {
        const preflighted = this.#preflighted(request);
        pipeline = preflighted ?? plan.areas.find("GET", request.path)?.value ?? plan.fallback;
        decorate(context, pipeline);
        outcome = this.#withoutRoute(request, context, preflighted?.preflight ?? pipeline.steps);
      }
    } catch (error) {
      outcome = this.#fail(error, context, pipeline);
    }
    if (isThenable(outcome)) {
      this.#inTime(context, pipeline, reply, outcome);
      return;
    }
    const response = this.#finish(outcome, context, pipeline);
    if (isThenable(response)) this.#inTime(context, pipeline, reply, undefined, response);
    else reply(response);
  }

  /** As `handle`, for those who wait anyway. Never rejects. */
  answer(request: EngineRequest): Promise<EngineResponse> {
    return new Promise((resolve) => this.handle(request, resolve));
  }

  /** The route that a CORS preflight asks about, so that its own `cors()` answers. */
  #preflighted(request: EngineRequest): Pipeline | undefined {
    const wanted = request.method === "OPTIONS" ? request.header("access-control-request-method") : undefined;
    return wanted === undefined ? undefined : this.#plan.router.find(wanted, request.path)?.value;
  }

  /** The hooks still run (limits, CORS, authentication); behind them there is only 404, 405 or `OPTIONS`. */
  #withoutRoute(request: EngineRequest, context: RequestContext, steps: readonly Step[]): unknown {
    const leaves = this.#plan.router.leavesOf(request.path);
    const answer = () => answerWithoutRoute(request.method, leaves);
    const outcome = runSteps(steps, context);
    if (isThenable(outcome)) return outcome.then((value) => value ?? answer());
    return outcome ?? answer();
  }

  /**
   * Waits for what is under way, no longer than the time limit. What then answers for it (`onError`, `onSend`) has the limit
   * once more; after that a bare problem leaves.
   *
   * @param work gives the outcome
   * @param sending the response, where only `onSend` is not done yet
   */
  #inTime(
    context: RequestContext,
    pipeline: Pipeline,
    reply: Reply,
    work: PromiseLike<unknown> | undefined,
    sending?: PromiseLike<EngineResponse>,
  ): void {
    const limitMs = this.#timeLimit.millisecondsFor(context.engineRequest);
    let working = work !== undefined;
    let open = true;
    const done = (response: EngineResponse): void => {
      if (open) reply(response);
      else discard(response);
      open = false;
      deadline?.cancel();
    };
    const send = (outcome: unknown): void => {
      if (!working) {
        discard(outcome);
        return;
      }
      working = false;
      const response = this.#finish(outcome, context, pipeline);
      if (isThenable(response)) response.then(done);
      else done(response);
    };
    const fail = (error: unknown): void => {
      const outcome = this.#fail(error, context, pipeline);
      if (isThenable(outcome)) outcome.then(send);
      else send(outcome);
    };
    const expire = (): void => {
      const error = timedOut(context, limitMs);
      if (working && !context.expired) {
        deadline = this.#timeLimit.start(context.engineRequest, limitMs, expire);
        context.expire(error);
        fail(error);
      } else {
        working = false;
        context.log.error({ route: context.routePattern }, "An onError or onSend hook took too long");
        done(this.#report(this.#bare(error, context, pipeline), context, pipeline));
      }
    };
    let deadline = this.#timeLimit.start(context.engineRequest, limitMs, expire);
    work?.then(
      (outcome) => (context.expired ? discard(outcome) : send(outcome)),
      (error: unknown) => {
        if (!context.expired) fail(error);
      },
    );
    sending?.then(done);
  }

  /** An error as an outcome: what an `onError` hook makes of it, else the error itself. */
  #fail(error: unknown, context: RequestContext, pipeline: Pipeline): unknown {
    const route = context.routePattern;
    const setting = settingOf(error);
    if (setting !== undefined) {
      // what took too long is the app's own doing
      const level = error instanceof HttpError && error.status >= 500 ? "error" : "warn";
      context.log[level]({ code: "limit-exceeded", setting, route }, "The request exceeds a limit");
    } else if (!(error instanceof HttpError) || (error.status >= 500 && !isReported(error))) {
      const message = error instanceof HttpError ? "The request failed" : "Unhandled error";
      context.log.error({ err: error, route }, message);
    }
    return this.#handled(error, context, pipeline, 0);
  }

  #handled(error: unknown, context: RequestContext, pipeline: Pipeline, from: number): unknown {
    for (let i = from; i < pipeline.onError.length; i++) {
      const broken = (other: unknown) => context.log.error({ err: other }, "An onError hook threw");
      try {
        const answer = pipeline.onError[i]?.(error, context);
        if (isThenable(answer)) {
          const next = () => this.#handled(error, context, pipeline, i + 1);
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

  #finish(
    outcome: unknown,
    context: RequestContext,
    pipeline: Pipeline,
  ): EngineResponse | Promise<EngineResponse> {
    const response = this.#serialise(outcome, context, pipeline);
    if (pipeline.onSend.length === 0 && pipeline.onResponse.length === 0) return response;
    const sent = this.#runFinishers(pipeline.onSend, 0, response, context, pipeline);
    const report = (final: EngineResponse) => this.#report(final, context, pipeline);
    return isThenable(sent) ? sent.then(report) : report(sent);
  }

  #serialise(outcome: unknown, context: RequestContext, pipeline: Pipeline): EngineResponse {
    let response: EngineResponse;
    try {
      response =
        outcome instanceof Failed
          ? this.#problem(outcome.error, context, pipeline)
          : toEngineResponse(outcome, pipeline.baseHeaders);
    } catch (error) {
      context.log.error({ err: error, route: context.routePattern }, "The response could not be made");
      discard(outcome);
      return this.#bare(new InternalError(), context, pipeline);
    }
    return this.#identified(response, context);
  }

  /** The problem of an error, past every hook. */
  #bare(error: HttpError, context: RequestContext, pipeline: Pipeline): EngineResponse {
    return this.#identified(this.#problem(error, context, pipeline), context);
  }

  #problem(error: unknown, context: RequestContext, pipeline: Pipeline): EngineResponse {
    return problemResponse(error, context.requestId, this.#plan.redact, pipeline.baseHeaders);
  }

  #identified(response: EngineResponse, context: RequestContext): EngineResponse {
    const { requestIdHeader } = this.#plan;
    if (requestIdHeader !== undefined) response.headers.setTrusted(requestIdHeader, context.requestId);
    return response;
  }

  #runFinishers(
    finishers: readonly Finisher[],
    from: number,
    response: EngineResponse,
    context: RequestContext,
    pipeline: Pipeline,
  ): EngineResponse | Promise<EngineResponse> {
    const broken = (error: unknown): EngineResponse => {
      context.log.error({ err: error, route: context.routePattern }, "An onSend hook threw");
      discard(response);
      return this.#bare(new InternalError(), context, pipeline);
    };
    try {
      for (let i = from; i < finishers.length; i++) {
        const pending = finishers[i]?.(response, context);
        if (isThenable(pending)) {
          return pending.then(
            () => this.#runFinishers(finishers, i + 1, response, context, pipeline),
            broken,
          );
        }
      }
      return response;
    } catch (error) {
      return broken(error);
    }
  }

  #report(response: EngineResponse, context: RequestContext, pipeline: Pipeline): EngineResponse {
    // a hook that took too long may come to its end after all, when the client has its answer
    if (context.reported) return response;
    context.reported = true;
    for (const hook of pipeline.onResponse) {
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

function decorate(context: RequestContext, { decorations }: Pipeline): void {
  if (decorations) Object.assign(context.state, decorations);
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
