import type { Hooks } from "../hooks/hooks.ts";
import { allowAlgorithms, type JwtAlgorithm } from "./algorithms.ts";
import { allowAsymmetric } from "./jwk.ts";
import { keySource } from "./key-source.ts";
import { type RemoteJwkSetOptions, remoteJwkSet } from "./remote-jwk-set.ts";
import type { JwtKeySource } from "./types.ts";
import { type AcceptanceOptions, verifierFor } from "./verifier.ts";
import { assertRequired, verifyHooks } from "./verify-hooks.ts";

export interface JwtOptions extends AcceptanceOptions, RemoteJwkSetOptions {
  /** A shared secret as bytes (at least as long as the hash), a JWK, a JWK Set, a `CryptoKey`, or a function of the header. */
  readonly key?: JwtKeySource | undefined;
  /** Where the identity provider publishes its JWK Set, instead of `key`; https. It is then used as by `jwk()`. */
  readonly jwksUri?: string | undefined;
  /** The algorithms that tokens may be signed with; either HS* or the others. */
  readonly algorithms: readonly JwtAlgorithm[];
  readonly issuer: string | readonly string[];
  readonly audience: string | readonly string[];
}

const owner = "jwt()";

/**
 * Authentication by JSON Web Tokens (RFC 6750, RFC 7519) that are verified with a key of yours. The principal at `state.user`
 * is the token's claims, with `scopes` as a list. What is accepted is what `createJwtVerifier` says.
 *
 * @example
 * app.use(jwt({ key: publicJwk, algorithms: ["ES256"], issuer: "https://id.example.com/", audience: "books" }));
 *
 * @throws TypeError naming the option at fault
 * @throws BootGuardError `weak-secret` in production for a shared secret that anyone could guess, and `jwks-symmetric` for
 * HS* algorithms with `jwksUri`
 */
export function jwt(options: JwtOptions): Hooks {
  const { key, jwksUri, algorithms } = options;
  const allowed = jwksUri === undefined ? allowAlgorithms(owner, algorithms) : allowAsymmetric(algorithms);
  assertRequired(owner, options, ["key", "jwksUri"]);
  const source = jwksUri === undefined ? keySource(owner, key) : remoteJwkSet(owner, jwksUri, options);
  return verifyHooks(owner, verifierFor(owner, allowed, source, options));
}
