/**
 * Why a token was refused:
 * - `too-large`: longer than 8192 characters
 * - `malformed`: not three parts of canonical base64url, or not JSON as RFC 7515 and RFC 7519 want it
 * - `unsupported`: encrypted, nested, compressed or detached, or with a critical extension
 * - `algorithm-not-allowed`: the header names an algorithm outside of `algorithms`
 * - `wrong-type`: the header's `typ` says that this is another kind of token
 * - `key-not-found`: no key, or more than one, fits the header's `kid` and `alg`
 * - `keys-unavailable`: the JWK Set could not be fetched, and what was fetched before is too old
 * - `bad-signature`
 * - `invalid-claim`: a claim is missing or not of its type
 * - `expired`, `not-yet-valid` (`nbf`), `issued-in-the-future` (`iat`)
 * - `wrong-issuer`, `wrong-audience`
 * - `revoked`: `isRevoked` said so
 */
export type JwtErrorCode =
  | "too-large"
  | "malformed"
  | "unsupported"
  | "algorithm-not-allowed"
  | "wrong-type"
  | "key-not-found"
  | "keys-unavailable"
  | "bad-signature"
  | "invalid-claim"
  | "expired"
  | "not-yet-valid"
  | "issued-in-the-future"
  | "wrong-issuer"
  | "wrong-audience"
  | "revoked";

/** A token that is not accepted. The message never contains any of the token. */
export class JwtError extends Error {
  override readonly name = "JwtError";
  readonly code: JwtErrorCode;

  constructor(code: JwtErrorCode, message: string, options?: { cause: unknown }) {
    super(message, options);
    this.code = code;
  }
}
