import { encodeBase64Url } from "../crypto/base64url.ts";
import { isBuildStep } from "../env/environment.ts";
import { judgedAlone } from "../middleware/judge.ts";
import { type Algorithm, findAlgorithm, type JwtAlgorithm } from "./algorithms.ts";
import { assertClaimTypes } from "./claims.ts";
import { type KeyMaterial, keyMaterial } from "./key-material.ts";
import { secretFaults } from "./key-source.ts";
import { isObject, type JwtType, MAX_TOKEN_LENGTH, tokenTypes } from "./parse-token.ts";
import { secondsOption } from "./seconds-option.ts";
import type { JwtKey, JwtPayload } from "./types.ts";

export interface JwtSignerOptions {
  readonly alg: JwtAlgorithm;
  /** A shared secret as bytes (at least as long as the hash), a private JWK, whose `kid` is written into the header, or a `CryptoKey`. */
  readonly key: JwtKey;
  /** No token lives longer than that. */
  readonly maxLifetimeSeconds: number;
  /** Default `JWT`. */
  readonly typ?: JwtType | undefined;
}

/** `exp` may be left out: it is then as late as it may be. */
export type JwtClaims = Partial<JwtPayload>;

export interface JwtSigner {
  /**
   * Signs claims (RFC 7519) as a compact JWS. `iat` is now unless it is given, `exp` as late as `maxLifetimeSeconds` allows.
   *
   * @throws JwtError `invalid-claim` when a registered claim is not of its type
   * @throws RangeError when `iat` is in the future, or `exp` in the past or beyond `maxLifetimeSeconds` from now
   * @throws TypeError when the token would be longer than 8192 characters, which no verifier takes
   */
  sign(claims: JwtClaims): Promise<string>;
}

const owner = "createJwtSigner()";

/**
 * Makes a signer of JSON Web Tokens, for development, tests and services that vouch for themselves; users get their tokens from an
 * identity provider.
 *
 * @example
 * const signer = createJwtSigner({ alg: "ES256", key: privateJwk, maxLifetimeSeconds: 900 });
 * const token = await signer.sign({ iss: "https://id.example", sub: "ann", aud: "books" });
 *
 * @throws TypeError naming the option at fault
 * @throws BootGuardError `weak-secret` in a production process for a shared secret that anyone could guess; on Workers the app
 *   that boots refuses it
 */
export function createJwtSigner(options: JwtSignerOptions): JwtSigner {
  const algorithm = findAlgorithm(owner, options.alg);
  const { maxLifetimeSeconds, typ = "JWT" } = options;
  const lifetime = secondsOption(owner, "maxLifetimeSeconds", maxLifetimeSeconds, {
    least: 1,
    most: 31_536_000,
  });
  if (!tokenTypes.includes(typ))
    throw new TypeError(`${owner}: typ must be one of ${tokenTypes.join(", ")}.`);
  const key = signingKey(options, algorithm);
  const header = encodeJson({ alg: algorithm.name, typ, kid: key?.kid });

  return {
    async sign(claims) {
      if (key === undefined) throw new TypeError(`${owner}: a build step (DALOY_BUILD=1) signs nothing.`);
      const signingInput = `${header}.${encodeJson(completeClaims(claims, lifetime))}`;
      const signature = await crypto.subtle.sign(
        algorithm.operation,
        await key.importFor(algorithm),
        new TextEncoder().encode(signingInput),
      );
      const token = `${signingInput}.${encodeBase64Url(new Uint8Array(signature))}`;
      if (token.length <= MAX_TOKEN_LENGTH) return token;
      throw new TypeError(`The token would have more than ${MAX_TOKEN_LENGTH} characters. Leave claims out.`);
    },
  };
}

/** A build step has no secrets, and signs nothing. */
function signingKey({ key }: JwtSignerOptions, algorithm: Algorithm): KeyMaterial | undefined {
  if (isBuildStep()) return undefined;
  const material = keyMaterial(owner, key, "sign");
  judgedAlone((environment) => secretFaults(owner, [material], environment));
  const fault = material.faultFor(algorithm);
  if (fault === undefined) return material;
  throw new TypeError(`${owner}: the key cannot sign ${algorithm.name}: ${fault}.`);
}

function completeClaims(claims: JwtClaims, lifetimeSeconds: number): Record<string, unknown> {
  if (!isObject(claims)) throw new TypeError("sign() takes an object of claims.");
  const now = Math.floor(Date.now() / 1000);
  const { iat = now, exp = now + lifetimeSeconds } = claims;
  const complete = { ...claims, iat, exp };
  assertClaimTypes(complete);
  if (iat > now) throw new RangeError("iat is in the future.");
  if (exp <= now) throw new RangeError("exp is in the past.");
  if (exp > now + lifetimeSeconds) {
    throw new RangeError(`exp is more than maxLifetimeSeconds (${lifetimeSeconds}) from now.`);
  }
  return complete;
}

function encodeJson(value: object): string {
  return encodeBase64Url(new TextEncoder().encode(JSON.stringify(value)));
}
