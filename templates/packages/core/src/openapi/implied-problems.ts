import type { FinalRoute } from "../app/route-table.ts";
import { hookMeta } from "../hooks/hooks.ts";
import { securityOf } from "./security.ts";

/** The problems that the framework answers by itself for such a route. */
export function impliedProblems(entry: FinalRoute): number[] {
  const { request = {}, authorize } = entry.route;
  const authenticated = securityOf(entry).length > 0;
  const limited = entry.hooks.some((hook) => hook[hookMeta]?.name === "rateLimit()");
  // a malformed target or a header that cannot be is refused whatever the route
  const statuses: number[] = [400];
  if (authenticated) statuses.push(401, 403);
  if (typeof authorize === "object" && "hide" in authorize) statuses.push(404);
  if (request.body) statuses.push(413, 415);
  if (request.params || request.query || request.headers || request.body) statuses.push(422);
  if (limited) statuses.push(429);
  return statuses;
}
