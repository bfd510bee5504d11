import { ForbiddenError, UnauthorizedError } from "../errors/http-error.ts";
import { type Hooks, withMeta } from "../hooks/hooks.ts";

/** RFC 6749 §3.3 `scope-token` */
const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * Demands that the principal at `state.user` holds every one of these scopes: 401 without a principal,
 * 403 `insufficient_scope` (RFC 6750 §3.1) with too few. Scopes are read from the principal's `scopes`, `scope` or
 * `scp`: an array, or a space-separated string.
 *
 * @throws TypeError when `scopes` is empty or holds something that is no scope
 */
export function requireScopes(scopes: readonly string[]): Hooks {
  if (scopes.length === 0 || !scopes.every((scope) => scopeToken.test(scope))) {
    throw new TypeError('requireScopes(): give at least one scope, such as ["books:write"].');
  }
  const list = scopes.join(" ");
  return withMeta(
    {
      preBody(context) {
        const { user } = context.state;
        if (user === undefined || user === null) {
          throw new UnauthorizedError("This resource needs an access token.", {
            "www-authenticate": "Bearer",
          });
        }
        const held = scopesOf(user);
        if (scopes.every((scope) => held.has(scope))) return undefined;
        throw new ForbiddenError(`This needs the scope ${list}.`, {
          "www-authenticate": `Bearer error="insufficient_scope", scope="${list}"`,
        });
      },
    },
    { name: "requireScopes()", scopes },
  );
}

function scopesOf(user: unknown): Set<string> {
  if (typeof user !== "object" || user === null) return new Set();
  const claim =
    ("scopes" in user && user.scopes) || ("scope" in user && user.scope) || ("scp" in user && user.scp) || [];
  if (typeof claim === "string") return new Set(claim.split(" ").filter((scope) => scope !== ""));
  return new Set(
    Array.isArray(claim) ? claim.filter((scope): scope is string => typeof scope === "string") : [],
  );
}
