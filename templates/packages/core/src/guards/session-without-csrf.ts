import type { FinalRoute } from "../app/route-table.ts";
import { hookMeta } from "../hooks/hooks.ts";
import type { Violation } from "./boot-guard-error.ts";
import { writes } from "./unauthenticated-write.ts";

/**
 * A state-changing route with a cookie session, which browsers send along whichever site made them ask, and no `csrf()`,
 * or one that runs before the session is there to bind its tokens to.
 */
export function sessionWithoutCsrf(table: readonly FinalRoute[]): Violation[] {
  return table.flatMap(({ route, path, hooks }): Violation[] => {
    const session = hooks.findIndex((hook) => hook[hookMeta]?.cookieSession);
    const check = hooks.findLastIndex((hook) => hook[hookMeta]?.forgeryCheck);
    if (check >= session || !writes.has(route.method)) return [];
    const name = `${route.method} ${path}`;
    return [
      {
        guard: "session-without-csrf",
        message:
          check === -1
            ? `${name} changes state with a cookie session, and nothing keeps other sites from sending it.`
            : `${name} has csrf() before session(), so its tokens are bound to no session.`,
        fix:
          check === -1
            ? 'Add csrf({ secret }) after session(), or csrf({ strategy: "fetch-metadata" }).'
            : "Register session() first: app.use([session({ secret }), csrf({ secret })]).",
      },
    ];
  });
}
