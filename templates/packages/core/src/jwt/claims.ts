import { JwtError } from "./jwt-error.ts";
import type { JwtPayload } from "./types.ts";

/** What a token must say, and to whom. */
export interface ExpectedClaims {
  /** Any of these, exactly. `undefined` where the caller looks at the issuer himself. */
  readonly issuers: readonly string[] | undefined;
  /** The token must name at least one of these. */
  readonly audiences: readonly string[] | undefined;
  readonly clockSkewSeconds: number;
}

/**
 * Judges the claims (RFC 7519 §4.1, RFC 8725 §3.8 to §3.10).
 *
 * @param now seconds since 1970
 * @throws JwtError
 */
export function checkClaims(
  claims: Record<string, unknown>,
  expected: ExpectedClaims,
  now: number,
): JwtPayload {
  assertClaimTypes(claims);
  const { exp, nbf, iat, iss } = claims;
  const { issuers, audiences, clockSkewSeconds: skew } = expected;
  if (exp === undefined) throw new JwtError("invalid-claim", "The token has no exp: it would never expire.");
  if (exp <= now - skew) throw new JwtError("expired", "The token has expired.");
  if (nbf !== undefined && nbf > now + skew)
    throw new JwtError("not-yet-valid", "The token is not valid yet.");
  if (iat !== undefined && iat > now + skew) {
    throw new JwtError("issued-in-the-future", "The token was issued in the future.");
  }
  if (issuers && (iss === undefined || !issuers.includes(iss))) {
    throw new JwtError("wrong-issuer", "The token is from another issuer.");
  }
  if (audiences && !audienceOf(claims).some((name) => audiences.includes(name))) {
    throw new JwtError("wrong-audience", "The token is for somebody else.");
  }
  return { ...claims, exp };
}

type TypedClaims = Partial<JwtPayload> & Record<string, unknown>;

/**
 * @throws JwtError `invalid-claim` when a registered claim is not of its type (RFC 7519 §2 and §4.1)
 */
export function assertClaimTypes(claims: Record<string, unknown>): asserts claims is TypedClaims {
  for (const name of ["exp", "nbf", "iat"]) {
    // Number.isFinite: JSON has 1e999, which never expires.
    if (claims[name] !== undefined && !Number.isFinite(claims[name]))
      throw invalid(name, "a number of seconds");
  }
  for (const name of ["iss", "sub", "jti"]) {
    if (claims[name] !== undefined && typeof claims[name] !== "string") throw invalid(name, "a string");
  }
  const { aud } = claims;
  const isList = Array.isArray(aud) && aud.every((name) => typeof name === "string");
  if (aud !== undefined && typeof aud !== "string" && !isList)
    throw invalid("aud", "a string or an array of strings");
}

function audienceOf({ aud }: TypedClaims): readonly string[] {
  return typeof aud === "string" ? [aud] : (aud ?? []);
}

function invalid(name: string, what: string): JwtError {
  return new JwtError("invalid-claim", `The claim ${name} must be ${what}.`);
}
