import { ForbiddenError, InternalError, NotFoundError, UnauthorizedError } from "../errors/http-error.ts";
import type { Hooks } from "../hooks/hooks.ts";
import type { EngineResponse } from "../http/response.ts";
import type { Authorize, Awaitable, Context, Responses, RouteInfo } from "../route/route.ts";
import type { Schema } from "../validation/standard-schema.ts";
import type { RequestContext } from "./context.ts";
import type { Contract, ContractSettings, compileContract } from "./contract.ts";
import { OnDemand } from "./on-demand.ts";
import { compileResponseCheck } from "./response-check.ts";
import { isThenable, type Step, waitFor } from "./steps.ts";

/** A route as the engine runs it: the types of its contract are erased. */
export interface ErasedRoute extends RouteInfo {
  request?: { [K in "params" | "query" | "headers" | "body"]?: Schema };
  responses: Responses;
  authorize?: Authorize<unknown>;
  handler(context: Context): unknown;
}

/** One route, or the answer to a missing one, with everything decided that can be decided at boot. */
export interface Pipeline {
  readonly steps: readonly Step[];
  /** The `onRequest` hooks alone: what answers a CORS preflight for this route. */
  readonly preflight: readonly Step[];
  readonly onSend: readonly Finisher[];
  readonly onResponse: readonly Finisher[];
  readonly onError: readonly ((error: unknown, context: RequestContext) => unknown)[];
  /** Headers of every response of this pipeline, flat. */
  readonly baseHeaders: readonly string[];
  readonly bodyLimitBytes: number;
  /** What a mounted app puts into `state` beside what the outer app does. */
  readonly decorations: Readonly<Record<string, unknown>> | undefined;
}

export type Finisher = (response: EngineResponse, context: RequestContext) => Awaitable<void>;

export interface RouteLimits extends ContractSettings {
  readonly validateResponses: boolean;
}

/**
 * The steps of a route after its `preBody` hooks: validation, authorization, body, handler.
 *
 * @param loading takes in what the route waits for until it is loaded
 */
export function routeSteps(
  route: ErasedRoute,
  path: string,
  hooks: readonly Hooks[],
  limits: RouteLimits,
  loading: OnDemand<unknown>[],
): Step[] {
  const where = `${route.method} ${path}`;
  const steps: Step[] = [];
  const contract = hasSchema(route) ? new OnDemand(() => loadContract(route, where, limits)) : undefined;
  if (contract) loading.push(contract);
  const { params, query, headers, body } = route.request ?? {};
  if (contract && (params || query || headers))
    steps.push(loadedStep(contract, ({ takeParts }) => takeParts));
  if (route.authorize !== undefined) {
    const step = authorizeStep(route.authorize, where);
    if (step) steps.push(step);
  }
  if (contract && body) steps.push(loadedStep(contract, ({ takeBody }) => takeBody));
  for (const hook of hooks) if (hook.beforeHandle) steps.push((context) => hook.beforeHandle?.(context));
  steps.push(handlerStep(route, where, hooks, limits.validateResponses ? contract : undefined));
  return steps;
}

/** A step of code that is loaded later; until then it waits for the code. */
function loadedStep(contract: OnDemand<Contract>, pick: (contract: Contract) => Step): Step {
  return (context) => {
    if (contract.value) return pick(contract.value)(context);
    return contract.load().then((loaded) => pick(loaded)(context));
  };
}

function hasSchema({ request = {}, responses }: ErasedRoute): boolean {
  const schemas = [...Object.values(request), ...Object.values(responses).map((response) => response?.body)];
  return schemas.some((schema) => schema !== undefined);
}

async function loadContract(...args: Parameters<typeof compileContract>): Promise<Contract> {
  const contract = await import("./contract.ts");
  return contract.compileContract(...args);
}

function authorizeStep(authorize: Authorize<unknown>, where: string): Step | undefined {
  if (typeof authorize === "object" && "any" in authorize) return undefined;
  const check = typeof authorize === "function" ? authorize : authorize.check;
  const hide = typeof authorize === "object" && authorize.hide === true;
  const refuse = (allowed: unknown): undefined => {
    if (allowed === true) return undefined;
    throw hide ? new NotFoundError() : new ForbiddenError(`You may not use ${where} on this object.`);
  };
  return (context) => {
    const user = context.state["user"];
    if (user === undefined || user === null) throw new UnauthorizedError();
    const { params, state, log } = context;
    // the parameters are typed by the route; here they are what its schema let through
    const allowed = check({ user, params: params as undefined, state, log });
    return isThenable(allowed) ? allowed.then(refuse) : refuse(allowed);
  };
}

function handlerStep(
  route: ErasedRoute,
  where: string,
  hooks: readonly Hooks[],
  contract: OnDemand<Contract> | undefined,
): Step {
  const check = compileResponseCheck(route.responses, where, contract);
  const after = hooks.filter((hook) => hook.afterHandle);

  async function throughAfterHandle(result: unknown, context: RequestContext): Promise<unknown> {
    let current = await result;
    for (const hook of after) current = (await hook.afterHandle?.(context, current as never)) ?? current;
    return current;
  }

  return (context) => {
    const returned = route.handler(context);
    const result = after.length > 0 ? throughAfterHandle(returned, context) : returned;
    if (!isThenable(result)) return check(answered(result, where), context);
    return waitFor(context, result, (value) => check(answered(value, where), context));
  };
}

function answered(result: unknown, where: string): unknown {
  if (result === undefined) throw new InternalError(`The handler of ${where} returned nothing.`);
  return result;
}
