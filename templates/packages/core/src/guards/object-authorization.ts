import { enforcedSchemes, type FinalRoute } from "../app/route-table.ts";
import { parsePattern } from "../routing/path.ts";
import type { Violation } from "./boot-guard-error.ts";

/**
 * An authenticated route with an object's id in its path that does not say who may touch the object: broken object-level
 * authorization, the most common serious fault of APIs (OWASP API1:2023).
 */
export function objectAuthorization(table: readonly FinalRoute[]): Violation[] {
  return table
    .filter(({ route, path, hooks, auth }) => {
      const authenticated = enforcedSchemes(hooks).length > 0 || (auth !== undefined && auth !== "public");
      const hasId = parsePattern(path).some((segment) => segment.kind !== "static");
      return authenticated && hasId && !isDecided(route.authorize);
    })
    .map(({ route, path }) => ({
      guard: "object-authorization",
      message: `${route.method} ${path} has an object's id in its path and does not say which principal may touch which object.`,
      fix: 'Add authorize: ({ user, params }) => …, or authorize: { any: "why every authenticated principal may" }.',
    }));
}

function isDecided(authorize: FinalRoute["route"]["authorize"]): boolean {
  if (authorize === undefined) return false;
  return typeof authorize === "function" || !("any" in authorize) || authorize.any.trim() !== "";
}
