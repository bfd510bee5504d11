import type { Environment } from "../env/environment.ts";
import type { GuardName } from "../guards/boot-guard-error.ts";
import { hookMeta } from "../hooks/hooks.ts";
import type { BodyMediaType, RouteAuth } from "../route/route.ts";
import type { Method } from "../routing/path.ts";
import type { Registry } from "./registry.ts";
import { enforcedSchemes, type FinalRoute, routeTable } from "./route-table.ts";

export interface RouteDescription {
  readonly method: Method;
  readonly path: string;
  readonly operationId: string | undefined;
  readonly tags: readonly string[];
  readonly auth: RouteAuth | undefined;
  /** The security schemes that hooks really enforce. */
  readonly enforced: readonly string[];
  /** How object-level authorization is decided: by a check, for everyone, or not at all. */
  readonly authorize: "check" | "any" | undefined;
  readonly bodyLimitBytes: number;
  /** The media types that the body may have; `undefined` where the route takes none. */
  readonly consumes: readonly BodyMediaType[] | undefined;
  /** The middleware that runs for it, by factory. */
  readonly hooks: readonly string[];
  /** Made by the framework: health, readiness, metrics. */
  readonly builtIn: boolean;
}

export interface Introspection {
  readonly env: Environment;
  readonly routes: readonly RouteDescription[];
  readonly limits: {
    readonly bodyLimitBytes: number;
    readonly requestTimeoutMs: number;
    readonly maxHeaderCount: number;
    readonly jsonMaxDepth: number;
    readonly jsonMaxKeys: number;
  };
  /** The boot guards this app does without, with the reasons. */
  readonly waivers: Partial<Record<GuardName, string>>;
}

export function describeApp(registry: Registry): Introspection {
  const { env, bodyLimitBytes, requestTimeoutMs, maxHeaderCount, jsonMaxDepth, jsonMaxKeys, waive } =
    registry.options;
  return {
    env,
    routes: routeTable(registry).map(describeRoute),
    limits: { bodyLimitBytes, requestTimeoutMs, maxHeaderCount, jsonMaxDepth, jsonMaxKeys },
    waivers: { ...waive },
  };
}

function describeRoute(entry: FinalRoute): RouteDescription {
  const { route } = entry;
  return {
    method: route.method,
    path: entry.path,
    operationId: route.operationId,
    tags: entry.tags,
    auth: entry.auth,
    enforced: [...new Set(enforcedSchemes(entry.hooks))],
    authorize: route.authorize === undefined ? undefined : "any" in route.authorize ? "any" : "check",
    bodyLimitBytes: route.bodyLimitBytes ?? entry.options.bodyLimitBytes,
    consumes: route.request?.body ? (route.consumes ?? ["application/json"]) : undefined,
    hooks: entry.hooks.map((hook) => hook[hookMeta]?.name ?? "custom"),
    builtIn: entry.builtIn,
  };
}
