import type { webcrypto } from "node:crypto";
import { createJwtSigner, type Jwk, type JwtClaims } from "@daloyjs/core";
import { name } from "../src/project.ts";
import { scopes } from "../src/scopes.ts";

export const issuer = "https://id.example.com/";

/** A key pair as an identity provider has one, under a name of the provider's. */
export async function createKeyPair(kid: string): Promise<{ publicKey: Jwk; privateKey: Jwk }> {
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const pair = await crypto.subtle.generateKey(curve, true, ["sign", "verify"]);
  const exported = async (key: webcrypto.CryptoKey): Promise<Jwk> => {
    const { kty, crv, x, y, d } = await crypto.subtle.exportKey("jwk", key);
    return { kty, crv, x, y, kid, ...(d === undefined ? {} : { d }) };
  };
  return { publicKey: await exported(pair.publicKey), privateKey: await exported(pair.privateKey) };
}

const provider = await createKeyPair("provider-1");

/** Signs a token as the identity provider does, or with other claims, or with another key. */
export function sign(claims: JwtClaims = {}, key: Jwk = provider.privateKey): Promise<string> {
  const signer = createJwtSigner({ alg: "ES256", key, maxLifetimeSeconds: 900 });
  return signer.sign({ iss: issuer, aud: name, sub: "ann", ...claims });
}

export const accessTokens = {
  read: await sign({ scope: scopes.read.join(" ") }),
  write: await sign({ scope: scopes.write.join(" ") }),
};

/** What production must set. The keys are given as they are: a test has no provider to fetch them from. */
export const authEnvironment = {
  JWT_JWKS: JSON.stringify({ keys: [provider.publicKey] }),
  JWT_ISSUER: issuer,
  JWT_ALGORITHMS: "ES256",
};
