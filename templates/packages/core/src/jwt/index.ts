export type { AsymmetricJwtAlgorithm, JwtAlgorithm } from "./algorithms.ts";
export {
  createJwtSigner,
  type JwtClaims,
  type JwtSigner,
  type JwtSignerOptions,
} from "./create-jwt-signer.ts";
export { createJwtVerifier, type JwtVerifierOptions } from "./create-jwt-verifier.ts";
export { type JwkOptions, jwk } from "./jwk.ts";
export { type JwtOptions, jwt } from "./jwt.ts";
export { JwtError, type JwtErrorCode } from "./jwt-error.ts";
export type { JwtType } from "./parse-token.ts";
export type { JwtPrincipal } from "./scopes.ts";
export { jwkThumbprint } from "./thumbprint.ts";
export type {
  CryptoKeyLike,
  IsRevoked,
  Jwk,
  JwkSet,
  JwtHeader,
  JwtKey,
  JwtKeySource,
  JwtPayload,
  VerifiedJwt,
} from "./types.ts";
export type { JwtVerifier } from "./verifier.ts";
