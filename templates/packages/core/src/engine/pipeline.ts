import { ForbiddenError, InternalError, NotFoundError, UnauthorizedError } from "../errors/http-error.ts";
import type { Hooks } from "../hooks/hooks.ts";
import type { EngineResponse } from "../http/response.ts";
import type { Authorize, Awaitable, Context, Responses, RouteInfo } from "../route/route.ts";
import { parseQuery } from "../routing/query.ts";
import type { RequestContext } from "./context.ts";
import { type BodyLimits, readBody } from "./read-body.ts";
import { compileResponseCheck } from "./respond.ts";
import { isThenable, type Step } from "./steps.ts";
import { compileTextValues } from "./text-values.ts";
import { type Part, standardSchema, validateBody, validateParts } from "./validate.ts";

/** A route as the engine runs it: the types of its contract are erased. */
export interface ErasedRoute extends RouteInfo {
  request?: { [K in Part["name"] | "body"]?: Parameters<typeof standardSchema>[0] };
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

export interface RouteLimits extends BodyLimits {
  readonly validateResponses: boolean;
}

/** The steps of a route after its `preBody` hooks: validation, authorization, body, handler. */
export function routeSteps(
  route: ErasedRoute,
  path: string,
  hooks: readonly Hooks[],
  limits: RouteLimits,
): Step[] {
  const where = `${route.method} ${path}`;
  const steps: Step[] = [];
  const parts = requestParts(route, where);
  if (parts.length > 0) steps.push(validateParts(parts));
  if (route.authorize !== undefined) {
    const step = authorizeStep(route.authorize, where);
    if (step) steps.push(step);
  }
  if (route.request?.body) {
    const validate = validateBody(
      standardSchema(route.request.body, `${where}: request.body`),
      route.unknownKeys ?? "reject",
    );
    const consumes = route.consumes ?? ["application/json"];
    const bodyLimits = { ...limits, bodyLimitBytes: route.bodyLimitBytes ?? limits.bodyLimitBytes };
    steps.push((context) => {
      const reading = readBody(context, consumes, bodyLimits);
      return reading ? reading.then((input) => validate(context, input)) : validate(context, undefined);
    });
  }
  for (const hook of hooks) if (hook.beforeHandle) steps.push((context) => hook.beforeHandle?.(context));
  steps.push(handlerStep(route, where, hooks, limits.validateResponses));
  return steps;
}

function requestParts(route: ErasedRoute, where: string): Part[] {
  const { params, query, headers } = route.request ?? {};
  const parts: Part[] = [];
  if (params) {
    const values = compileTextValues(params);
    parts.push({
      name: "params",
      schema: standardSchema(params, `${where}: request.params`),
      read: (context) => values(context.rawParams),
    });
  }
  if (query) {
    const values = compileTextValues(query);
    parts.push({
      name: "query",
      schema: standardSchema(query, `${where}: request.query`),
      read: (context) => values(parseQuery(context.engineRequest.search)),
    });
  }
  if (headers) {
    const values = compileTextValues(headers);
    parts.push({
      name: "headers",
      schema: standardSchema(headers, `${where}: request.headers`),
      read: (context) => values(headerObject(context)),
    });
  }
  return parts;
}

function headerObject(context: RequestContext): Record<string, string> {
  const object: Record<string, string> = {};
  for (const [name, value] of context.engineRequest.headers) if (name !== "__proto__") object[name] = value;
  return object;
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
  validateResponses: boolean,
): Step {
  const check = compileResponseCheck(route.responses, where, validateResponses);
  const after = hooks.filter((hook) => hook.afterHandle);

  async function throughAfterHandle(result: unknown, context: RequestContext): Promise<unknown> {
    let current = await result;
    for (const hook of after) current = (await hook.afterHandle?.(context, current as never)) ?? current;
    return current;
  }

  return (context) => {
    const returned = route.handler(context);
    const result = after.length > 0 ? throughAfterHandle(returned, context) : returned;
    if (isThenable(result)) return result.then((value) => check(answered(value, where), context));
    return check(answered(result, where), context);
  };
}

function answered(result: unknown, where: string): unknown {
  if (result === undefined) throw new InternalError(`The handler of ${where} returned nothing.`);
  return result;
}
