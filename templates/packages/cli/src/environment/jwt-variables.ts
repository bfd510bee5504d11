/** What projects that take JWTs call their settings. */
export const jwtVariables = {
  jwks: "JWT_JWKS",
  jwksUri: "JWT_JWKS_URI",
  issuer: "JWT_ISSUER",
  audience: "JWT_AUDIENCE",
  algorithms: "JWT_ALGORITHMS",
  /** The public half of the development key, as a JWK Set. */
  developmentJwks: "JWT_DEV_JWKS",
  /** The private half, which the app does not read. */
  developmentKey: "JWT_DEV_PRIVATE_JWK",
} as const;
