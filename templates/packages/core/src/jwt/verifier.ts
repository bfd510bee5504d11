import type { HookMeta } from "../hooks/hooks.ts";
import { judged } from "../middleware/judge.ts";
import type { AllowedAlgorithms } from "./algorithms.ts";
import { checkClaims, type ExpectedClaims } from "./claims.ts";
import { JwtError } from "./jwt-error.ts";
import { assertUsable, type KeySource, secretFaults } from "./key-source.ts";
import { type JwtType, parseObject, parseToken, tokenTypes } from "./parse-token.ts";
import { secondsOption } from "./seconds-option.ts";
import type { IsRevoked, VerifiedJwt } from "./types.ts";
import { verifySignature } from "./verify-signature.ts";

export interface JwtVerifier {
  /**
   * Verifies a compact JWS (RFC 7515 §7.1) that holds a JWT (RFC 7519).
   *
   * @throws JwtError with a `code` when the token is not accepted
   * @throws TypeError when the key turns out to be invalid, and whatever a `key` function or `isRevoked` throws
   */
  verify(token: string): Promise<VerifiedJwt>;
}

/** What a verifier accepts, beside the signature. */
export interface AcceptanceOptions {
  /** The `iss` to accept, exactly; or a list of which any will do. */
  readonly issuer?: string | readonly string[] | undefined;
  /** Who this is: the token's `aud` must name it, or one of the list. */
  readonly audience?: string | readonly string[] | undefined;
  /** Seconds by which the clocks may differ, 0 to 600. Default 0. */
  readonly clockSkewSeconds?: number | undefined;
  /** The only `typ` to accept. Default: none, `JWT` and `at+jwt`. A resource server of RFC 9068 says `at+jwt`. */
  readonly typ?: JwtType | undefined;
  /** Asked last, about a token that is good otherwise. Anything but `false` refuses it. */
  readonly isRevoked?: IsRevoked | undefined;
}

/** The options, validated. */
interface Acceptance extends ExpectedClaims {
  readonly allowed: AllowedAlgorithms;
  readonly type: JwtType | undefined;
  readonly isRevoked: IsRevoked | undefined;
}

/** A verifier, and the faults of its secrets for the app to judge. */
export interface JudgedVerifier extends JwtVerifier {
  readonly violations: NonNullable<HookMeta["violations"]>;
}

/**
 * Makes a verifier on behalf of `owner`.
 *
 * @throws TypeError naming the option at fault
 * @throws BootGuardError where the process environment already makes a weak secret a fault
 */
export function verifierFor(
  owner: string,
  allowed: AllowedAlgorithms,
  source: KeySource,
  options: AcceptanceOptions,
): JudgedVerifier {
  const acceptance = readAcceptance(owner, allowed, options);
  // First: that a secret is weak says more than that it is short.
  const violations = judged((environment) => secretFaults(owner, source.keys ?? [], environment));
  assertUsable(owner, source, allowed);
  return { verify: (token) => verify(token, acceptance, source), violations };
}

/** The order is that of cost, and nothing of the payload is believed before the signature was verified. */
async function verify(token: string, acceptance: Acceptance, source: KeySource): Promise<VerifiedJwt> {
  const { allowed, type, isRevoked } = acceptance;
  const parsed = parseToken(token, allowed, type);
  const { header, algorithm } = parsed;
  await verifySignature(parsed, await source.find(header, algorithm));
  const payload = checkClaims(parseObject(parsed.payload, "payload"), acceptance, Date.now() / 1000);
  if (isRevoked && (await isRevoked(payload, header)) !== false) {
    throw new JwtError("revoked", "The token was revoked.");
  }
  return { header, payload };
}

/** @throws TypeError naming the option at fault */
function readAcceptance(owner: string, allowed: AllowedAlgorithms, options: AcceptanceOptions): Acceptance {
  const { issuer, audience, clockSkewSeconds, typ, isRevoked } = options;
  if (typ !== undefined && !tokenTypes.includes(typ)) {
    throw new TypeError(`${owner}: typ must be one of ${tokenTypes.join(", ")}.`);
  }
  if (isRevoked !== undefined && typeof isRevoked !== "function") {
    throw new TypeError(`${owner}: isRevoked must be a function.`);
  }
  return {
    allowed,
    issuers: issuer === undefined ? undefined : names(owner, "issuer", issuer),
    audiences: audience === undefined ? undefined : names(owner, "audience", audience),
    clockSkewSeconds: secondsOption(owner, "clockSkewSeconds", clockSkewSeconds, {
      fallback: 0,
      least: 0,
      most: 600,
    }),
    type: typ,
    isRevoked,
  };
}

function names(owner: string, option: string, value: string | readonly string[]): readonly string[] {
  const list = typeof value === "string" ? [value] : value;
  const fit =
    Array.isArray(list) && list.length > 0 && list.every((name) => typeof name === "string" && name !== "");
  if (!fit) throw new TypeError(`${owner}: ${option} must be a text or a list of texts, none of them empty.`);
  return [...list];
}
