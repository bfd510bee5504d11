import { importModule } from "../project/create-app.ts";
import { coreModule } from "../project/modules.ts";
import type { Jwk } from "./key-pair.ts";

export interface TokenClaims {
  readonly iss: string;
  readonly aud: string;
  readonly sub: string;
  /** Separated by spaces (RFC 9068 §2.2.3). */
  readonly scope: string;
}

/** The part of `@daloyjs/core` that signs. */
interface Signing {
  createJwtSigner(options: { alg: "ES256"; key: Jwk; maxLifetimeSeconds: number; typ: "at+jwt" }): {
    sign(claims: TokenClaims): Promise<string>;
  };
}

/**
 * Signs an access token (RFC 9068) with the project's own framework.
 *
 * @param directory the project
 * @throws {ToolError} when the framework is not installed
 */
export async function signToken(
  directory: string,
  key: Jwk,
  claims: TokenClaims,
  lifetimeSeconds: number,
): Promise<string> {
  const { createJwtSigner } = await importModule<Signing>(coreModule(directory));
  const signer = createJwtSigner({ alg: "ES256", key, maxLifetimeSeconds: lifetimeSeconds, typ: "at+jwt" });
  return signer.sign(claims);
}
