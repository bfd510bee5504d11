import { encodeBase64Url } from "../crypto/base64url.ts";
import { isJwk } from "./jwk-faults.ts";
import type { Jwk } from "./types.ts";

/** The members that make the key, in the order of RFC 7638 §3.2. */
const members: Readonly<Record<string, readonly string[]>> = {
  EC: ["crv", "kty", "x", "y"],
  OKP: ["crv", "kty", "x"],
  RSA: ["e", "kty", "n"],
  oct: ["k", "kty"],
};

/**
 * The SHA-256 thumbprint of a key (RFC 7638, RFC 8037 §2), a good `kid`: equal for a key and its private part.
 *
 * @throws TypeError when a member is missing, or `kty` is not EC, OKP, RSA or oct
 */
export async function jwkThumbprint(jwk: Jwk): Promise<string> {
  const names = isJwk(jwk) ? members[jwk.kty ?? ""] : undefined;
  if (!names?.every((name) => typeof jwk[name] === "string"))
    throw new TypeError("jwkThumbprint(): this is no complete JWK.");
  const text = JSON.stringify(Object.fromEntries(names.map((name) => [name, jwk[name]])));
  return encodeBase64Url(
    new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))),
  );
}
