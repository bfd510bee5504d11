import {
  BadRequestError,
  HttpError,
  InternalError,
  MethodNotAllowedError,
  NotFoundError,
  RequestHeaderFieldsTooLargeError,
  RequestTimeoutError,
} from "../errors/http-error.ts";
import { problemResponse } from "../errors/problem.ts";
import type { EngineRequest } from "../http/request.ts";
import type { EngineResponse } from "../http/response.ts";
import { type Router, valueFor } from "../routing/router.ts";
import { type ContextHost, RequestContext } from "./context.ts";
import { type Deadline, Deadlines } from "./deadlines.ts";
import type { Finisher, Pipeline } from "./pipeline.ts";
import { toEngineResponse } from "./respond.ts";
import { isThenable, runSteps } from "./steps.ts";

/** What `ready()` decided once and for all. */
export interface EnginePlan extends ContextHost {
  readonly router: Router<Pipeline>;
  /** Runs where no route matches: the hooks of the app, and nothing behind them. */
  readonly fallback: Pipeline;
  readonly requestTimeoutMs: number;
  readonly maxHeaderCount: number;
  /** Production: what a 5xx says of its cause stays in the log. */
  readonly redact: boolean;
  makeRequestId(request: EngineRequest): string;
  /** The header that carries the request id, or `undefined` where it is switched off. */
  readonly requestIdHeader: string | undefined;
  /** Throws where the request must not be looked at further (forwarded headers nobody decided on). */
  readonly admit: ((request: EngineRequest) => void) | undefined;
}

/** Match, run hooks, validate, handle, serialise. Decided at boot; a request does look-ups. */
export class Engine {
  readonly #plan: EnginePlan;
  readonly #deadlines: Deadlines | undefined;

  constructor(plan: EnginePlan) {
    this.#plan = plan;
    this.#deadlines = plan.requestTimeoutMs > 0 ? new Deadlines(plan.requestTimeoutMs) : undefined;
  }

  /** Answers a request. Never throws and never rejects: every fault becomes a problem. */
  handle(request: EngineRequest): EngineResponse | Promise<EngineResponse> {
    const plan = this.#plan;
    const requestId = plan.makeRequestId(request);
    const context = new RequestContext(plan, request, requestId, plan.fallback.bodyLimitBytes);
    let pipeline = plan.fallback;
    let outcome: unknown;
    try {
      if (request.headerCount > plan.maxHeaderCount) {
        throw new RequestHeaderFieldsTooLargeError(
          `A request may have ${plan.maxHeaderCount} header fields.`,
        );
      }
      plan.admit?.(request);
      const match = plan.router.find(request.method, request.path);
      const found = match && valueFor(match.leaf, request.method);
      if (match && found) {
        pipeline = found;
        context.rawParams = match.params;
        context.bodyLimitBytes = found.bodyLimitBytes;
        context.routePattern = match.leaf.pattern;
        outcome = runSteps(found.steps, context);
      } else {
        pipeline = this.#preflighted(request) ?? plan.fallback;
        outcome = this.#withoutRoute(request, context, pipeline);
      }
    } catch (error) {
      outcome = this.#fail(error, context, pipeline);
    }
    if (!isThenable(outcome)) return this.#finish(outcome, context, pipeline);
    return this.#finishLater(outcome, context, pipeline);
  }

  /** The route that a CORS preflight asks about, so that its own `cors()` answers. */
  #preflighted(request: EngineRequest): Pipeline | undefined {
    const wanted = request.method === "OPTIONS" ? request.header("access-control-request-method") : undefined;
    const match = wanted === undefined ? undefined : this.#plan.router.find(wanted, request.path);
    return match && wanted !== undefined ? valueFor(match.leaf, wanted) : undefined;
  }

  /** The app's hooks still run (limits, CORS, authentication); behind them there is only 404, 405 or `OPTIONS`. */
  #withoutRoute(request: EngineRequest, context: RequestContext, pipeline: Pipeline): unknown {
    const leaves = this.#plan.router.leavesOf(request.path);
    const answer = () => missing(request, allowedMethods(leaves.map((leaf) => leaf.byMethod)));
    const outcome = runSteps(pipeline === this.#plan.fallback ? pipeline.steps : pipeline.preflight, context);
    if (isThenable(outcome)) return outcome.then((value) => value ?? answer());
    return outcome ?? answer();
  }

  #finishLater(
    work: PromiseLike<unknown>,
    context: RequestContext,
    pipeline: Pipeline,
  ): Promise<EngineResponse> {
    return new Promise((resolve) => {
      let settled = false;
      let deadline: Deadline | undefined;
      const settle = (outcome: unknown): void => {
        if (settled) return;
        settled = true;
        deadline?.cancel();
        resolve(this.#finish(outcome, context, pipeline));
      };
      deadline = this.#deadlines?.start(() => {
        const error = timedOut(context, this.#plan.requestTimeoutMs);
        settle(this.#fail(error, context, pipeline));
        context.abort(error);
      });
      work.then(settle, (error: unknown) => {
        if (!settled) settle(this.#fail(error, context, pipeline));
      });
    });
  }

  /** An error as an outcome: what an `onError` hook makes of it, else the error itself. */
  #fail(error: unknown, context: RequestContext, pipeline: Pipeline): unknown {
    if (!(error instanceof HttpError))
      context.log.error({ err: error, route: context.routePattern }, "Unhandled error");
    let answer: unknown;
    for (const hook of pipeline.onError) {
      try {
        answer = hook(error, context);
      } catch (other) {
        context.log.error({ err: other }, "An onError hook threw");
      }
      if (isThenable(answer)) return this.#failLater(answer, error, context);
      if (answer !== undefined) return answer;
    }
    return new Failed(error);
  }

  async #failLater(answer: PromiseLike<unknown>, error: unknown, context: RequestContext): Promise<unknown> {
    try {
      return (await answer) ?? new Failed(error);
    } catch (other) {
      context.log.error({ err: other }, "An onError hook threw");
      return new Failed(error);
    }
  }

  #finish(
    outcome: unknown,
    context: RequestContext,
    pipeline: Pipeline,
  ): EngineResponse | Promise<EngineResponse> {
    if (isThenable(outcome))
      return outcome.then((value) => this.#finish(value, context, pipeline)) as Promise<EngineResponse>;
    const response = this.#serialise(outcome, context, pipeline);
    if (pipeline.onSend.length === 0 && pipeline.onResponse.length === 0) return response;
    const sent = this.#runFinishers(pipeline.onSend, 0, response, context, pipeline);
    const report = (final: EngineResponse) => this.#report(final, context, pipeline);
    return isThenable(sent) ? (sent as Promise<EngineResponse>).then(report) : report(sent);
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
      response = this.#problem(new InternalError(), context, pipeline);
    }
    const { requestIdHeader } = this.#plan;
    if (requestIdHeader !== undefined) response.headers.setTrusted(requestIdHeader, context.requestId);
    return response;
  }

  #problem(error: unknown, context: RequestContext, pipeline: Pipeline): EngineResponse {
    return problemResponse(error, context.requestId, this.#plan.redact, pipeline.baseHeaders);
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
      return this.#serialise(new Failed(new InternalError()), context, pipeline);
    };
    try {
      for (let i = from; i < finishers.length; i++) {
        const pending = finishers[i]?.(response, context);
        if (isThenable(pending)) {
          return Promise.resolve(pending).then(
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
    for (const hook of pipeline.onResponse) {
      const broken = (error: unknown) => context.log.error({ err: error }, "An onResponse hook threw");
      try {
        const pending = hook(response, context);
        if (isThenable(pending)) Promise.resolve(pending).catch(broken);
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
  if (context.receiving) return new RequestTimeoutError(detail, { connection: "close" });
  return new HttpError(503, detail);
}

function allowedMethods(tables: readonly Partial<Record<string, unknown>>[]): string[] {
  const allowed = new Set(tables.flatMap((table) => Object.keys(table)));
  if (allowed.size === 0) return [];
  if (allowed.has("GET")) allowed.add("HEAD");
  allowed.add("OPTIONS");
  return [...allowed].sort();
}

/** RFC 9110 §9.3.7 and §15.5.6: a known path answers `OPTIONS`, and 405 with `Allow` to what it does not have. */
function missing(request: EngineRequest, allowed: readonly string[]): unknown {
  if (allowed.length === 0) throw new NotFoundError("There is no such resource.");
  const allow = allowed.join(", ");
  if (request.method === "OPTIONS") return { status: 204, headers: { allow } };
  if (!/^[A-Z]+$/.test(request.method)) throw new BadRequestError("The request method is not one of HTTP's.");
  throw new MethodNotAllowedError(`This resource allows ${allow}.`, { allow });
}
