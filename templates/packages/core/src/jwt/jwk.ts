import { BootGuardError } from "../guards/boot-guard-error.ts";
import type { Hooks } from "../hooks/hooks.ts";
import { type AllowedAlgorithms, type AsymmetricJwtAlgorithm, allowAlgorithms } from "./algorithms.ts";
import { isJwkSet } from "./jwk-set.ts";
import { keySource } from "./key-source.ts";
import { type RemoteJwkSetOptions, remoteJwkSet } from "./remote-jwk-set.ts";
import type { JwkSet } from "./types.ts";
import { type AcceptanceOptions, verifierFor } from "./verifier.ts";
import { assertRequired, verifyHooks } from "./verify-hooks.ts";

export interface JwkOptions extends AcceptanceOptions, RemoteJwkSetOptions {
  /** Where the identity provider publishes its JWK Set; https. */
  readonly jwksUri?: string | undefined;
  /** The JWK Set itself, instead. */
  readonly jwks?: JwkSet | undefined;
  /** The algorithms that tokens may be signed with; asymmetric ones only. */
  readonly algorithms: readonly AsymmetricJwtAlgorithm[];
  readonly issuer: string | readonly string[];
  readonly audience: string | readonly string[];
}

const owner = "jwk()";

/**
 * Authentication by access tokens of an identity provider (RFC 6750, RFC 9068), verified with the keys that it publishes
 * (RFC 7517). The principal at `state.user` is the token's claims, with `scopes` as a list.
 *
 * The set is fetched when the first token needs it, through `fetchGuard`: within 5 seconds, at most 256 KiB, redirects on its own host
 * only. A token's `kid` pins the key; one that is not in the set causes one refresh in 30 seconds at most, which requests share. While
 * the set cannot be fetched the last one serves for `maxStaleSeconds`; after that the answer is 503. The rest is as `createJwtVerifier` says.
 *
 * @example
 * app.use(jwk({ jwksUri: "https://id.example.com/jwks", algorithms: ["RS256"], issuer: "https://id.example.com/", audience: "books" }));
 *
 * @throws BootGuardError `jwks-symmetric` in any environment when `algorithms` names an HS* algorithm: what a set publishes is no secret
 * @throws TypeError naming the option at fault
 */
export function jwk(options: JwkOptions): Hooks {
  const allowed = allowAsymmetric(options.algorithms);
  assertRequired(owner, options, ["jwksUri", "jwks"]);
  const { jwksUri, jwks } = options;
  if (jwks !== undefined && !isJwkSet(jwks))
    throw new TypeError(`${owner}: jwks must be a JWK Set: { keys: [...] }.`);
  const source = jwksUri === undefined ? keySource(owner, jwks) : remoteJwkSet(owner, jwksUri, options);
  return verifyHooks(owner, verifierFor(owner, allowed, source, options));
}

/** @throws BootGuardError `jwks-symmetric` */
export function allowAsymmetric(names: readonly string[]): AllowedAlgorithms {
  const symmetric = Array.isArray(names) ? names.filter((name) => /^HS/i.test(String(name))) : [];
  if (symmetric.length === 0) return allowAlgorithms(owner, names);
  throw new BootGuardError(
    symmetric.map((name) => ({
      guard: "jwks-symmetric",
      message: `jwk(): algorithm "${name}" is not asymmetric. Symmetric (HS*) algorithms are refused by jwk() to close the JWKS confused-deputy attack.`,
      waivable: false,
      fix: 'Name the asymmetric algorithm that the identity provider signs with, such as "RS256" or "ES256".',
    })),
  );
}
