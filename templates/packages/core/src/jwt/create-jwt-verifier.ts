import { judgedAlone } from "../middleware/judge.ts";
import { allowAlgorithms, type JwtAlgorithm } from "./algorithms.ts";
import { keySource } from "./key-source.ts";
import type { JwtKeySource } from "./types.ts";
import { type AcceptanceOptions, type JwtVerifier, verifierFor } from "./verifier.ts";

export interface JwtVerifierOptions extends AcceptanceOptions {
  /** The algorithms that tokens may be signed with; either HS* or the others. */
  readonly algorithms: readonly JwtAlgorithm[];
  /** A shared secret as bytes (at least as long as the hash), a JWK, a JWK Set, a `CryptoKey`, or a function of the header. */
  readonly key: JwtKeySource;
}

const owner = "createJwtVerifier()";

/**
 * Makes a verifier for JSON Web Tokens (RFC 7515, RFC 7519, RFC 8725) of at most 8192 characters.
 *
 * - The kind of the key decides what it verifies; the header's `alg` only chooses among `algorithms`. `none` is not an algorithm.
 * - `exp` is required; `nbf` and `iat` count where they are there, in seconds.
 * - Refused: names that occur twice in header or payload, base64url in a second spelling, critical extensions,
 *   encrypted, nested, compressed and detached tokens, other kinds of token by their `typ`, RSA keys below 2048 bits,
 *   shared secrets shorter than the hash, private keys, and keys whose `use`, `key_ops` or `alg` say otherwise.
 * - `jku`, `jwk`, `x5u` and `x5c` in a header are never followed. Where the header has a `kid`, so must the key of a set.
 *
 * Without `issuer` and `audience` these claims are yours to look at: a token for another service verifies as well.
 *
 * @example
 * const verifier = createJwtVerifier({ algorithms: ["ES256"], key: publicJwk, issuer: "https://id.example", audience: "books" });
 * const { payload } = await verifier.verify(token);
 *
 * @throws TypeError naming the option at fault
 * @throws BootGuardError `weak-secret` in a production process for a shared secret that anyone could guess; on Workers the app
 *   that boots refuses it
 */
export function createJwtVerifier(options: JwtVerifierOptions): JwtVerifier {
  const allowed = allowAlgorithms(owner, options.algorithms);
  const { verify, violations } = verifierFor(owner, allowed, keySource(owner, options.key), options);
  judgedAlone(violations);
  return { verify };
}
