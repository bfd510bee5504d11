import { decodeBase64Url } from "../crypto/base64url.ts";
import type { Algorithm } from "./algorithms.ts";
import { isObject } from "./parse-token.ts";
import type { Jwk } from "./types.ts";

/** What a key is for. */
export type KeyUse = "sign" | "verify";

const LEAST_RSA_BITS = 2048;
/** Beyond that a verification takes long enough to be an attack. */
const MOST_RSA_BITS = 16384;

/** The members that make a public key; `d` and its kin make it a private one (RFC 7518 §6, RFC 8037 §2). */
const publicMembers = {
  oct: ["kty", "k"],
  RSA: ["kty", "n", "e"],
  EC: ["kty", "crv", "x", "y"],
  OKP: ["kty", "crv", "x"],
} as const;
const privateMembers = {
  oct: [],
  RSA: ["d", "p", "q", "dp", "dq", "qi"],
  EC: ["d"],
  OKP: ["d"],
} as const;

export function isJwk(value: unknown): value is Jwk {
  if (!isObject(value) || typeof value["kty"] !== "string") return false;
  const { kid, alg, use } = value;
  return [kid, alg, use].every((member) => member === undefined || typeof member === "string");
}

/** Why this key must not be used with this algorithm, or `undefined` where it may. Nothing here tells the key itself. */
export function jwkFault(jwk: Jwk, algorithm: Algorithm, use: KeyUse): string | undefined {
  return (
    purposeFault(jwk, algorithm, use) ?? materialFault(jwk, algorithm) ?? privacyFault(jwk, algorithm, use)
  );
}

/** Only what makes the key: what the JWK says of its purpose was judged already, and runtimes disagree about it. */
export function keyMembers(jwk: Jwk, { kty }: Algorithm, use: KeyUse): Record<string, unknown> {
  const names: readonly string[] =
    use === "verify" ? publicMembers[kty] : [...publicMembers[kty], ...privateMembers[kty]];
  return Object.fromEntries(names.flatMap((name) => (jwk[name] === undefined ? [] : [[name, jwk[name]]])));
}

/** `use`, `key_ops` and `alg` (RFC 7517 §4.2 to §4.4), and the kind of key that the algorithm takes. */
function purposeFault(jwk: Jwk, { name, kty, ...specification }: Algorithm, use: KeyUse): string | undefined {
  if (jwk.kty !== kty) return `${name} takes a key of kty "${kty}"`;
  if ("crv" in specification && jwk["crv"] !== specification.crv)
    return `${name} takes a key of crv "${specification.crv}"`;
  // RFC 9864 calls EdDSA with Ed25519 "Ed25519", and some runtimes export it so.
  const bound = jwk.alg === "Ed25519" ? "EdDSA" : jwk.alg;
  if (bound !== undefined && bound !== name) return `its alg binds it to another algorithm than ${name}`;
  if (jwk.use !== undefined && jwk.use !== "sig") return 'its use is not "sig"';
  const operations: unknown = jwk.key_ops;
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes(use))) {
    return `its key_ops do not include "${use}"`;
  }
  return undefined;
}

function materialFault(jwk: Jwk, algorithm: Algorithm): string | undefined {
  switch (algorithm.kty) {
    case "oct":
      return secretLengthFault(lengthOf(jwk["k"]), algorithm.signatureBytes, algorithm.name);
    case "RSA":
      return modulusFault(bitsOf(jwk["n"]), algorithm.name) ?? exponentFault(jwk["e"]);
    default: {
      const { coordinateBytes, kty } = algorithm;
      const coordinates = kty === "EC" ? [jwk["x"], jwk["y"]] : [jwk["x"]];
      const fit = coordinates.every((coordinate) => lengthOf(coordinate) === coordinateBytes);
      return fit ? undefined : `its coordinates are not ${coordinateBytes} bytes long`;
    }
  }
}

/** RFC 7518 §3.2: a key shorter than the hash is weaker than the signature looks. */
export function secretLengthFault(bytes: number, least: number, name: string): string | undefined {
  return bytes < least ? `it has ${bytes} bytes, and ${name} needs at least ${least}` : undefined;
}

/** RFC 7518 §3.3 */
export function modulusFault(bits: number, name: string): string | undefined {
  if (bits < LEAST_RSA_BITS) return `it has ${bits} bits, and ${name} needs at least ${LEAST_RSA_BITS}`;
  return bits > MOST_RSA_BITS ? `it has ${bits} bits; more than ${MOST_RSA_BITS} are refused` : undefined;
}

/** With an exponent of 1 every text signs itself, an even one has no inverse, and a long one only costs time. */
function exponentFault(e: unknown): string | undefined {
  const bytes = decodeMember(e);
  const last = bytes.at(-1) ?? 0;
  const fit = bitsOf(e) >= 2 && bytes.length <= 4 && last % 2 === 1;
  return fit ? undefined : "its exponent is not an odd number from 3 to 2^32";
}

/** A verifier that holds a private key is one leak away from being an issuer. */
function privacyFault(jwk: Jwk, { kty }: Algorithm, use: KeyUse): string | undefined {
  const isPrivate = privateMembers[kty].some((name) => jwk[name] !== undefined);
  if (use === "verify" && isPrivate) return "it is a private key; give the public part only";
  return use === "sign" && kty !== "oct" && !isPrivate ? "it is a public key, which cannot sign" : undefined;
}

function bitsOf(value: unknown): number {
  const bytes = decodeMember(value);
  const first = bytes.findIndex((byte) => byte !== 0);
  return first === -1 ? 0 : (bytes.length - first - 1) * 8 + (32 - Math.clz32(bytes[first] ?? 0));
}

function lengthOf(value: unknown): number {
  return decodeMember(value).length;
}

/** The bytes of a member, or none where it is not canonical base64url. */
export function decodeMember(value: unknown): Uint8Array {
  try {
    return typeof value === "string" ? decodeBase64Url(value) : new Uint8Array();
  } catch {
    return new Uint8Array();
  }
}
