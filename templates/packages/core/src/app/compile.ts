import { randomUuid } from "../crypto/random-uuid.ts";
import type { RequestContext } from "../engine/context.ts";
import { Engine } from "../engine/engine.ts";
import { OnDemand } from "../engine/on-demand.ts";
import { type Pipeline, routeSteps } from "../engine/pipeline.ts";
import type { EnginePlan } from "../engine/plan.ts";
import type { Step } from "../engine/steps.ts";
import { type HookMeta, type Hooks, hookMeta } from "../hooks/hooks.ts";
import { loadedPreBody } from "../hooks/loaded-hooks.ts";
import type { Logger } from "../logging/logger.ts";
import { automaticRequestId } from "../middleware/automatic-request-id.ts";
import { crossOriginStep, isSafeMethod } from "../middleware/cross-origin-guard.ts";
import type { LoadSheddingOptions } from "../middleware/load-limits.ts";
import { staticHeaders } from "../middleware/static-headers.ts";
import type { ClientAddress } from "../proxy/client-address.ts";
import { refuseForwarded, type TrustProxy } from "../proxy/trust-proxy.ts";
import { Router } from "../routing/router.ts";
import type { Registry } from "./registry.ts";
import type { Area, FinalRoute } from "./route-table.ts";

/** Everything that a request will need, decided from the final route table. */
export function compileEngine(registry: Registry, table: readonly FinalRoute[]): Engine {
  const { options, logger } = registry;
  const automatic = automaticHooks(registry);
  const shedding = options.loadShedding === false ? [] : [automaticShedding(options.loadShedding)];
  const appHooks = effective([...automatic, ...shedding, ...registry.root.hooks]);
  const router = new Router<Pipeline>();
  const loading: OnDemand<unknown>[] = [];
  for (const entry of table) {
    const hooks = effective([...automatic, ...(entry.builtIn ? [] : shedding), ...entry.hooks]);
    const steps = [
      ...earlySteps(hooks, registry, entry.route.method),
      // the document has one converter for all, and what it says holds
      ...routeSteps(entry.route, entry.path, hooks, { ...entry.options, openapi: options.openapi }, loading),
    ];
    router.add(entry.route.method, entry.path, {
      ...finishers(hooks),
      steps,
      preflight: requestSteps(hooks),
      bodyLimitBytes: entry.route.bodyLimitBytes ?? entry.options.bodyLimitBytes,
      decorations: entry.options === options ? undefined : entry.decorations,
    });
  }
  const fallbackOf = (hooks: readonly Hooks[], decorations: Pipeline["decorations"]): Pipeline => ({
    ...finishers(hooks),
    steps: earlySteps(hooks, registry),
    preflight: [],
    bodyLimitBytes: options.bodyLimitBytes,
    decorations,
  });
  const areas = new Router<Pipeline>();
  for (const [prefix, { hooks, decorations }] of areasByPrefix(table)) {
    const pipeline = fallbackOf(effective([...automatic, ...shedding, ...hooks]), decorations);
    areas.add("GET", prefix, pipeline);
    areas.add("GET", `${prefix}/*`, pipeline);
  }
  const clientAddress = clientAddressBehind(options.trustProxy, logger);
  if (clientAddress) loading.push(clientAddress);
  const undecided = options.trustProxy === undefined && options.env === "production";
  const idMeta = appHooks.find((hook) => hook[hookMeta]?.replaces === "requestId")?.[hookMeta];
  const plan: EnginePlan = {
    router,
    logger,
    decorations: Object.keys(registry.decorations).length > 0 ? registry.decorations : undefined,
    fallback: fallbackOf(appHooks, undefined),
    areas,
    requestTimeoutMs: options.requestTimeoutMs,
    maxHeaderCount: options.maxHeaderCount,
    redact: options.env === "production",
    makeRequestId: orRandom(idMeta?.requestId, logger),
    requestIdHeader: idMeta?.requestIdHeader,
    admit: undecided ? refuseForwarded(logger) : undefined,
    clientAddress,
  };
  return new Engine(plan, loading);
}

function clientAddressBehind(
  trust: TrustProxy | undefined,
  logger: Logger,
): OnDemand<ClientAddress> | undefined {
  if (trust === undefined || trust === "none") return undefined;
  return new OnDemand(async () => {
    const { compileClientAddress } = await import("../proxy/client-address.ts");
    return compileClientAddress(trust, logger);
  });
}

/** Where several took one prefix, what holds for all of them holds for what none of them knows. */
function areasByPrefix(table: readonly FinalRoute[]): Map<string, Area> {
  const found = new Map<string, Area>();
  for (const area of table.flatMap(({ areas }) => areas)) {
    const known = found.get(area.prefix);
    const hooks = known ? known.hooks.filter((hook) => area.hooks.includes(hook)) : area.hooks;
    found.set(area.prefix, { ...area, hooks });
  }
  return found;
}

/** A request has an id even where the generator fails: without one, the fault could not be found in the log. */
function orRandom(make: HookMeta["requestId"], logger: Logger): EnginePlan["makeRequestId"] {
  if (!make) return randomUuid;
  return (request) => {
    try {
      return make(request);
    } catch (error) {
      logger.error({ err: error, setting: "requestId" }, "The generator of request ids failed");
      return randomUuid();
    }
  };
}

function automaticHooks(registry: Registry): Hooks[] {
  const { options } = registry;
  const hooks: Hooks[] = [automaticRequestId];
  if (options.secureHeaders !== false) {
    hooks.push(staticHeaders(options.secureHeaders === true ? {} : options.secureHeaders));
  }
  if (registry.metrics) hooks.push(registry.metrics.hooks);
  return hooks;
}

function automaticShedding(options: LoadSheddingOptions): Hooks {
  const load = async () => (await import("./shedding-part.ts")).loadShedding(options);
  return loadedPreBody(load, { name: "loadShedding()" });
}

/** Of several that take each other's place, the innermost. */
function effective(hooks: readonly Hooks[]): Hooks[] {
  return hooks.filter((hook) => {
    const kind = hook[hookMeta]?.replaces;
    return kind === undefined || hook === hooks.findLast((other) => other[hookMeta]?.replaces === kind);
  });
}

/**
 * What runs before anything of the request is validated: `onRequest`, the cross-origin guard, `preBody`.
 *
 * @param method the only one that comes here, beside `HEAD` for `GET`
 */
function earlySteps(hooks: readonly Hooks[], registry: Registry, method = "*"): Step[] {
  const steps = requestSteps(hooks);
  if (registry.options.corsCrossOriginGuard && !isSafeMethod(method)) steps.push(crossOriginStep(hooks));
  for (const hook of hooks) if (hook.preBody) steps.push((context) => hook.preBody?.(context));
  return steps;
}

function requestSteps(hooks: readonly Hooks[]): Step[] {
  return hooks.flatMap((hook) =>
    hook.onRequest ? [(context: RequestContext) => hook.onRequest?.(context.engineRequest, context)] : [],
  );
}

function finishers(
  hooks: readonly Hooks[],
): Pick<Pipeline, "onSend" | "onResponse" | "onError" | "baseHeaders"> {
  return {
    onSend: encodersLast(hooks).flatMap((hook) =>
      hook.onSend ? [(response, context) => hook.onSend?.(response, context)] : [],
    ),
    onResponse: hooks.flatMap((hook) =>
      hook.onResponse ? [(response, context) => hook.onResponse?.(response, context)] : [],
    ),
    onError: hooks.flatMap((hook) =>
      hook.onError ? [(error, context) => hook.onError?.(error, context)] : [],
    ),
    baseHeaders: hooks.flatMap((hook) => hook[hookMeta]?.staticHeaders ?? []),
  };
}

function encodersLast(hooks: readonly Hooks[]): Hooks[] {
  const encodes = (hook: Hooks) => hook[hookMeta]?.encodesContent === true;
  return [...hooks.filter((hook) => !encodes(hook)), ...hooks.filter(encodes)];
}
