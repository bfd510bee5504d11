import type { Awaitable } from "../route/route.ts";
import type { JwtAlgorithm } from "./algorithms.ts";

/** The JOSE header of a token (RFC 7515 §4). Parameters that name keys (`jku`, `jwk`, `x5u`, `x5c`) are never followed. */
export interface JwtHeader {
  readonly alg: JwtAlgorithm;
  readonly typ?: string | undefined;
  readonly kid?: string | undefined;
  readonly [parameter: string]: unknown;
}

/** The claims of a token that was verified (RFC 7519 §4.1); times are in seconds since 1970. */
export interface JwtPayload {
  readonly iss?: string | undefined;
  readonly sub?: string | undefined;
  readonly aud?: string | readonly string[] | undefined;
  readonly exp: number;
  readonly nbf?: number | undefined;
  readonly iat?: number | undefined;
  readonly jti?: string | undefined;
  readonly [claim: string]: unknown;
}

export interface VerifiedJwt {
  readonly header: JwtHeader;
  readonly payload: JwtPayload;
}

/** A JSON Web Key (RFC 7517, RFC 7518 §6, RFC 8037 §2). */
export interface Jwk {
  readonly kty?: string | undefined;
  readonly kid?: string | undefined;
  readonly alg?: string | undefined;
  readonly use?: string | undefined;
  readonly key_ops?: readonly string[] | undefined;
  readonly [member: string]: unknown;
}

/** A JWK Set (RFC 7517 §5). */
export interface JwkSet {
  readonly keys: readonly Jwk[];
}

/** A `CryptoKey` of whichever runtime. */
export interface CryptoKeyLike {
  readonly type: string;
  readonly extractable: boolean;
  readonly algorithm: { readonly name: string };
  readonly usages: readonly string[];
}

/** A shared secret as bytes, a JWK, or a `CryptoKey`. */
export type JwtKey = Uint8Array | Jwk | CryptoKeyLike;

/**
 * What tokens are verified with: a key, a JWK Set, or a function that finds one of these by the header, whose `alg` is
 * one of the allowed by then. Nothing else in the header can be trusted yet.
 */
export type JwtKeySource = JwtKey | JwkSet | ((header: JwtHeader) => Awaitable<JwtKey | JwkSet | undefined>);

/** Says whether a token was revoked; anything but `false` refuses it. */
export type IsRevoked = (payload: JwtPayload, header: JwtHeader) => Awaitable<boolean>;
