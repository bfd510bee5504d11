import { generateKeyPairSync } from "node:crypto";

/** A JSON Web Key (RFC 7517). */
export type Jwk = Readonly<Record<string, unknown>>;

/** A fresh key pair for ES256 (RFC 7518 §3.4), known by this name. */
export function createKeyPair(kid: string): { readonly publicKey: Jwk; readonly privateKey: Jwk } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    publicKey: { ...publicKey.export({ format: "jwk" }), kid },
    privateKey: { ...privateKey.export({ format: "jwk" }), kid },
  };
}
