/** Keys of every kind, and tokens made by hand with node:crypto: no code of ours has a part in them. */
import {
  constants,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";
import { expect } from "vitest";
import type {
  AsymmetricJwtAlgorithm,
  Jwk,
  JwtAlgorithm,
  JwtErrorCode,
  JwtVerifier,
} from "../../../../templates/packages/core/src/jwt/index.ts";

export const symmetric = ["HS256", "HS384", "HS512"] as const;
export const asymmetric: readonly AsymmetricJwtAlgorithm[] = [
  ...(["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"] as const),
  ...(["ES256", "ES384", "ES512", "EdDSA"] as const),
];
export const everyAlgorithm: readonly JwtAlgorithm[] = [...symmetric, ...asymmetric];

/** What signs and what verifies; for HS* the same. */
export interface TestKeys {
  readonly privateJwk: Jwk;
  readonly publicJwk: Jwk;
}

const secretJwk: Jwk = { kty: "oct", k: randomBytes(64).toString("base64url") };
export const rsa = pair(generateKeyPairSync("rsa", { modulusLength: 2048 }));
const shared: TestKeys = { privateJwk: secretJwk, publicJwk: secretJwk };

const byAlgorithm: Record<JwtAlgorithm, TestKeys> = {
  HS256: shared,
  HS384: shared,
  HS512: shared,
  RS256: rsa,
  RS384: rsa,
  RS512: rsa,
  PS256: rsa,
  PS384: rsa,
  PS512: rsa,
  ES256: newEc("P-256"),
  ES384: newEc("P-384"),
  ES512: newEc("P-521"),
  EdDSA: pair(generateKeyPairSync("ed25519")),
};

/** The key pair of an algorithm, the same throughout a test file. */
export function keysFor(alg: JwtAlgorithm): TestKeys {
  return byAlgorithm[alg];
}

export function newEc(namedCurve: string): TestKeys {
  return pair(generateKeyPairSync("ec", { namedCurve }));
}

export function pair({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }): TestKeys {
  return { privateJwk: asJwk(privateKey), publicJwk: asJwk(publicKey) };
}

function asJwk(key: KeyObject): Jwk {
  return { ...key.export({ format: "jwk" }) } as Jwk;
}

export function publicKeyOf(jwk: Jwk): KeyObject {
  return createPublicKey({ key: jwk as JsonWebKey, format: "jwk" });
}

export const now = (): number => Math.floor(Date.now() / 1000);

/** Claims that are good for a minute. */
export function claims(extra: Record<string, unknown> = {}): Record<string, unknown> {
  return { iss: "https://id.example", sub: "ann", aud: "books", iat: now(), exp: now() + 60, ...extra };
}

type Part = string | Uint8Array | Record<string, unknown>;

/** Signs header and payload, whatever is in them, under an algorithm that the header need not name. */
export function mint(header: Part, payload: Part, alg: JwtAlgorithm, key = keysFor(alg).privateJwk): string {
  const signingInput = `${encode(header)}.${encode(payload)}`;
  return `${signingInput}.${signatureOf(signingInput, alg, key)}`;
}

/** A good token, but for what is changed. */
export function tokenOf(
  alg: JwtAlgorithm,
  { header = {}, payload = {} }: { header?: Record<string, unknown>; payload?: Record<string, unknown> } = {},
): string {
  return mint({ alg, typ: "JWT", ...header }, claims(payload), alg);
}

export function encode(part: Part): string {
  if (typeof part === "string" || part instanceof Uint8Array) return Buffer.from(part).toString("base64url");
  return encode(JSON.stringify(part));
}

export function signatureOf(signingInput: string, alg: JwtAlgorithm, key: Jwk): string {
  const hash = `sha${alg.slice(2)}`;
  if (alg.startsWith("HS")) {
    return createHmac(hash, Buffer.from(String(key["k"]), "base64url"))
      .update(signingInput)
      .digest("base64url");
  }
  const privateKey = createPrivateKey({ key: key as JsonWebKey, format: "jwk" });
  const data = Buffer.from(signingInput);
  if (alg === "EdDSA") return sign(null, data, privateKey).toString("base64url");
  if (alg.startsWith("ES")) {
    return sign(hash, data, { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url");
  }
  const padding = alg.startsWith("PS") ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  const saltLength = Number(alg.slice(2)) / 8;
  return sign(hash, data, { key: privateKey, padding, saltLength }).toString("base64url");
}

/** Replaces a part of a token by another text. */
export function withPart(token: string, index: 0 | 1 | 2, part: string): string {
  return token
    .split(".")
    .map((each, at) => (at === index ? part : each))
    .join(".");
}

/** Expects a refusal with this code, whose message tells nothing of the token. */
export async function expectRefused(verifier: JwtVerifier, token: string, code: JwtErrorCode): Promise<void> {
  const error: unknown = await verifier.verify(token).then(
    () => "accepted",
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: "JwtError", code });
  const { message } = error as Error;
  for (const part of String(token).split(".")) {
    if (part.length > 8) expect(message).not.toContain(part.slice(0, 9));
  }
}
