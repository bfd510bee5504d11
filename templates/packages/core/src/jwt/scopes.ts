import type { JwtPayload } from "./types.ts";

/** The principal that a token stands for: its claims, and its scopes as a list. */
export interface JwtPrincipal extends JwtPayload {
  readonly scopes: readonly string[];
}

/**
 * Reads the scopes from the first of `scope` (RFC 9068 §2.2.3, text), `scp` (Microsoft: text; Okta: list) and `scopes`
 * that is there; the claims are not added up.
 */
export function principalOf(payload: JwtPayload): JwtPrincipal {
  const { scope, scp, scopes } = payload;
  return { ...payload, scopes: listScopes(scope ?? scp ?? scopes) };
}

function listScopes(claim: unknown): readonly string[] {
  if (typeof claim === "string") return claim.split(" ").filter((scope) => scope !== "");
  return Array.isArray(claim) ? claim.filter((scope): scope is string => typeof scope === "string") : [];
}
