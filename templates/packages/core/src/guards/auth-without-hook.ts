import { enforcedSchemes, type FinalRoute } from "../app/route-table.ts";
import { hookMeta } from "../hooks/hooks.ts";
import type { Violation } from "./boot-guard-error.ts";

/** A route that documents authentication or scopes which nothing enforces. */
export function authWithoutHook(table: readonly FinalRoute[]): Violation[] {
  return table.flatMap(({ route, path, hooks, auth }): Violation[] => {
    if (auth === undefined || auth === "public") return [];
    const name = `${route.method} ${path}`;
    if (!enforcedSchemes(hooks).includes(auth.scheme)) {
      return [
        {
          guard: "auth-without-hook",
          message: `${name} declares the security scheme "${auth.scheme}" and no hook enforces it.`,
          fix: `Add the hook (for "bearer": bearerAuth() or jwt()), or mark your own with markAuthHook(hook, { scheme: "${auth.scheme}" }).`,
        },
      ];
    }
    const demanded = new Set(hooks.flatMap((hook) => hook[hookMeta]?.scopes ?? []));
    const open = (auth.scopes ?? []).filter((scope) => !demanded.has(scope));
    if (open.length === 0) return [];
    return [
      {
        guard: "auth-without-hook",
        message: `${name} declares the scopes ${open.join(", ")} and no hook demands them.`,
        fix: `Add requireScopes(${JSON.stringify(open)}) after the authentication hook.`,
      },
    ];
  });
}
