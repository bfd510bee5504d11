import { JwtError } from "./jwt-error.ts";
import type { KeyMaterial } from "./key-material.ts";
import type { ParsedToken } from "./parse-token.ts";

/**
 * @throws JwtError `bad-signature`
 * @throws TypeError when the key turns out to be invalid
 */
export async function verifySignature(token: ParsedToken, key: KeyMaterial): Promise<void> {
  const { algorithm, signature, signingInput } = token;
  // Runtimes differ about other lengths, such as r and s without their leading zeros (RFC 7518 §3.4).
  const { signatureBytes } = algorithm;
  const rightLength = signatureBytes === undefined || signature.length === signatureBytes;
  const cryptoKey = rightLength ? await key.importFor(algorithm) : undefined;
  const good =
    cryptoKey !== undefined &&
    (await crypto.subtle.verify(algorithm.operation, cryptoKey, signature, signingInput));
  if (!good) throw new JwtError("bad-signature", "The signature does not verify.");
}
