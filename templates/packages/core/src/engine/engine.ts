import { byLimit } from "../errors/by-limit.ts";
import { RequestHeaderFieldsTooLargeError } from "../errors/http-error.ts";
import type { EngineRequest } from "../http/request.ts";
import type { EngineResponse } from "../http/response.ts";
import { RequestContext } from "./context.ts";
import { Exchange } from "./exchange.ts";
import type { OnDemand } from "./on-demand.ts";
import type { Pipeline } from "./pipeline.ts";
import type { EnginePlan, Reply } from "./plan.ts";
import type { Step } from "./steps.ts";
import { answerWithoutRoute } from "./without-route.ts";

/** Match, run hooks, validate, handle, serialise. Decided at boot; a request does look-ups. */
export class Engine {
  readonly #plan: EnginePlan;

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
  }

  /**
   * Answers a request by one call of `reply`, at once where nothing is awaited. Never throws: every fault becomes a problem.
   * A promise for the answer would cost every route that awaits something one more turn of the queue.
   */
  handle(request: EngineRequest, reply: Reply): void {
    const { clientAddress } = this.#plan;
    if (clientAddress === undefined || clientAddress.value) {
      this.#begin(request, reply);
      return;
    }
    // any hook may ask for the address, and cannot wait for it
    clientAddress.load().then(
      () => this.#begin(request, reply),
      (error: unknown) => this.#begin(request, reply, { error }),
    );
  }

  /** As `handle`, for those who wait anyway. Never rejects. */
  answer(request: EngineRequest): Promise<EngineResponse> {
    return new Promise((resolve) => this.handle(request, resolve));
  }

  #begin(request: EngineRequest, reply: Reply, fault?: { readonly error: unknown }): void {
    const plan = this.#plan;
    const requestId = plan.makeRequestId(request);
    const context = new RequestContext(plan, request, requestId, plan.fallback.bodyLimitBytes);
    let pipeline = plan.fallback;
    let { steps } = pipeline;
    try {
      if (fault) throw fault.error;
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
        steps = pipeline.steps;
        decorate(context, pipeline);
        context.rawParams = match.params;
        context.bodyLimitBytes = pipeline.bodyLimitBytes;
        context.routePattern = match.leaf.pattern;
      } else {
        const preflighted = this.#preflighted(request);
        pipeline = preflighted ?? plan.areas.find("GET", request.path)?.value ?? plan.fallback;
        decorate(context, pipeline);
        steps = this.#withoutRoute(request, preflighted?.preflight ?? pipeline.steps);
      }
    } catch (error) {
      new Exchange(plan, context, pipeline, reply).fail(error);
      return;
    }
    new Exchange(plan, context, pipeline, reply).run(steps);
  }

  /** The route that a CORS preflight asks about, so that its own `cors()` answers. */
  #preflighted(request: EngineRequest): Pipeline | undefined {
    const wanted = request.method === "OPTIONS" ? request.header("access-control-request-method") : undefined;
    return wanted === undefined ? undefined : this.#plan.router.find(wanted, request.path)?.value;
  }

  /** The hooks still run (limits, CORS, authentication); behind them there is only 404, 405 or `OPTIONS`. */
  #withoutRoute(request: EngineRequest, steps: readonly Step[]): readonly Step[] {
    const leaves = this.#plan.router.leavesOf(request.path);
    return [...steps, () => answerWithoutRoute(request.method, leaves)];
  }
}

function decorate(context: RequestContext, { decorations }: Pipeline): void {
  if (decorations) Object.assign(context.state, decorations);
}
