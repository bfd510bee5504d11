import { randomUUID } from "node:crypto";
import { type Config, configFile } from "../config/config.ts";
import type { Environment } from "../environment/child-environment.ts";
import { jwtVariables } from "../environment/jwt-variables.ts";
import { createKeyPair } from "../token/key-pair.ts";
import { signToken } from "../token/sign-token.ts";
import { ToolError } from "../tool-error.ts";

export interface Credentials {
  /** What the app is started with. */
  readonly environment: Environment;
  /** An access token that it takes. */
  readonly token: string;
  /** One that it must not take. */
  readonly wrongToken: string;
}

/** The tokens of one run live longer than any run. */
const lifetimeSeconds = 3600;
const issuer = "urn:daloy:smoke-test";

/**
 * An access token for one run: what the named variable holds, or a JWT of a provider that exists for this run alone. The app
 * is told that provider's public key and issuer in the variables in which production has its own, so it verifies as it does
 * there; only fetching the keys, for which there is nobody to ask, is left out.
 *
 * @throws {ToolError} when the project says neither which variable holds a token nor that it takes JWTs
 */
export async function credentialsFor(
  directory: string,
  { smoke, jwt, scopes = [] }: Config,
  environment: Environment,
): Promise<Credentials> {
  if (smoke?.token !== undefined) {
    return { environment, token: environment[smoke.token] ?? "", wrongToken: "wrong-".repeat(8) };
  }
  if (jwt === undefined) {
    throw new ToolError(
      `${configFile} does not say how callers authenticate.`,
      'Name the variable that holds a token in "smoke.token", or add a "jwt" section.',
    );
  }
  const kid = `smoke-test-${randomUUID()}`;
  const { publicKey, privateKey } = createKeyPair(kid);
  const { privateKey: anotherKey } = createKeyPair(kid);
  const audience = environment[jwtVariables.audience] || jwt.audience;
  const claims = { iss: issuer, aud: audience, sub: "smoke-test", scope: scopes.join(" ") };
  const provider = {
    [jwtVariables.jwks]: JSON.stringify({ keys: [publicKey] }),
    [jwtVariables.issuer]: issuer,
    [jwtVariables.algorithms]: "ES256",
    [jwtVariables.jwksUri]: "",
    [jwtVariables.developmentJwks]: "",
    [jwtVariables.developmentKey]: "",
  };
  return {
    environment: { ...environment, ...provider },
    token: await signToken(directory, privateKey, claims, lifetimeSeconds),
    wrongToken: await signToken(directory, anotherKey, claims, lifetimeSeconds),
  };
}
