import type { Step } from "../engine/steps.ts";
import { ForbiddenError } from "../errors/http-error.ts";
import { type Hooks, hookMeta } from "../hooks/hooks.ts";
import type { EngineRequest } from "../http/request.ts";

/** Whether requests by this method change nothing (RFC 9110 §9.2.1). */
export function isSafeMethod(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}

/**
 * Refuses a state-changing request that a browser sent from another origin, unless a `cors()` of the route lets that
 * origin in. `Sec-Fetch-Site` decides where the browser sends it (Fetch Metadata); else `Origin` against `Host`
 * (RFC 6454). A request with neither comes from no browser that could have been tricked.
 */
export function crossOriginStep(hooks: readonly Hooks[]): Step {
  const policies = hooks.flatMap((hook) => hook[hookMeta]?.allowsOrigin ?? []);
  return (context) => {
    const request = context.engineRequest;
    if (isSafeMethod(request.method) || !isForeign(request)) return undefined;
    const origin = request.header("origin") ?? "null";
    if (policies.some((allows) => allows(origin, request))) return undefined;
    context.log.warn(
      { code: "cross-origin-refused", setting: "corsCrossOriginGuard", origin },
      "Cross-origin request refused",
    );
    throw new ForbiddenError("This origin may not change anything here.");
  };
}

function isForeign(request: EngineRequest): boolean {
  const site = request.header("sec-fetch-site");
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  const origin = request.header("origin");
  if (origin === undefined) return false;
  const authority = origin.slice(origin.indexOf("://") + 3).toLowerCase();
  return !origin.includes("://") || authority !== request.header("host")?.toLowerCase();
}
