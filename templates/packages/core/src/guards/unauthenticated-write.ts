import { enforcedSchemes, type FinalRoute } from "../app/route-table.ts";
import type { Violation } from "./boot-guard-error.ts";

/** The methods that change something (RFC 9110 §9.2.1). */
export const writes: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** A route that changes something and asks nobody who they are, without saying so. */
export function unauthenticatedWrite(table: readonly FinalRoute[]): Violation[] {
  return table
    .filter(({ route, auth, hooks }) => {
      return writes.has(route.method) && auth !== "public" && enforcedSchemes(hooks).length === 0;
    })
    .map(({ route, path }) => ({
      guard: "unauthenticated-write",
      message: `${route.method} ${path} changes state and no authentication hook protects it.`,
      fix: 'Add an authentication hook such as bearerAuth() to the route, its group or the app, or say auth: "public".',
    }));
}
