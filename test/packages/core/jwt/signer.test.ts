import { webcrypto } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BootGuardError } from "../../../../templates/packages/core/src/index.ts";
import {
  createJwtSigner,
  createJwtVerifier,
  type JwtClaims,
  type JwtSignerOptions,
} from "../../../../templates/packages/core/src/jwt/index.ts";
import { everyAlgorithm, keysFor, newEc, rsa } from "./tokens.ts";

const at = 1_800_000_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: at * 1000 + 700 });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const es256 = keysFor("ES256");
const signer = (options: Partial<JwtSignerOptions> = {}) =>
  createJwtSigner({ alg: "ES256", key: es256.privateJwk, maxLifetimeSeconds: 900, ...options });
const partOf = (token: string, index: number): unknown =>
  JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString());

it.each(everyAlgorithm)("what is signed with %s verifies", async (alg) => {
  const { privateJwk, publicJwk } = keysFor(alg);
  const token = await signer({ alg, key: privateJwk }).sign({ sub: "ann" });
  const { header, payload } = await createJwtVerifier({ algorithms: [alg], key: publicJwk }).verify(token);
  expect(header).toEqual({ alg, typ: "JWT" });
  expect(payload).toEqual({ sub: "ann", iat: at, exp: at + 900 });
});

it("signs with bytes and with a CryptoKey", async () => {
  const bytes = Buffer.from(String(keysFor("HS256").privateJwk["k"]), "base64url");
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const jwk = es256.privateJwk as object as webcrypto.JsonWebKey;
  const cryptoKey = await webcrypto.subtle.importKey("jwk", jwk, algorithm, false, ["sign"]);
  const hs = await signer({ alg: "HS256", key: bytes }).sign({});
  const es = await signer({ key: cryptoKey }).sign({});
  await createJwtVerifier({ algorithms: ["HS256"], key: bytes }).verify(hs);
  await createJwtVerifier({ algorithms: ["ES256"], key: es256.publicJwk }).verify(es);
});

it("writes the kid of the key and the typ that is asked for", async () => {
  const token = await signer({ key: { ...es256.privateJwk, kid: "2026-11" }, typ: "at+jwt" }).sign({});
  expect(partOf(token, 0)).toEqual({ alg: "ES256", typ: "at+jwt", kid: "2026-11" });
});

describe("the claims", () => {
  it.each<[string, JwtClaims, unknown]>([
    ["none", {}, { iat: at, exp: at + 900 }],
    ["exp undefined", { exp: undefined as unknown as number }, { iat: at, exp: at + 900 }],
    ["an earlier exp", { exp: at + 5 }, { iat: at, exp: at + 5 }],
    ["the latest exp", { exp: at + 900 }, { iat: at, exp: at + 900 }],
    ["an earlier iat", { iat: at - 5 }, { iat: at - 5, exp: at + 900 }],
    [
      "more",
      { aud: ["a", "b"], roles: { x: [1] } },
      { aud: ["a", "b"], roles: { x: [1] }, iat: at, exp: at + 900 },
    ],
  ])("%s", async (_, claims, payload) => {
    expect(partOf(await signer().sign(claims), 1)).toEqual(payload);
  });

  it.each<[string, unknown, RegExp]>([
    ["exp beyond the lifetime", { exp: at + 901 }, /more than maxLifetimeSeconds \(900\)/],
    ["exp beyond the lifetime, iat in the future", { iat: at + 600, exp: at + 1200 }, /iat is in the future/],
    ["exp now", { exp: at }, /exp is in the past/],
    ["exp infinite", { exp: Number.POSITIVE_INFINITY }, /exp must be a number/],
    ["exp not a number", { exp: Number.NaN }, /exp must be a number/],
    ["exp as text", { exp: String(at + 5) }, /exp must be a number/],
    ["exp null", { exp: null }, /exp must be a number/],
    ["sub that is no text", { sub: 7 }, /sub must be a string/],
    ["aud of numbers", { aud: [1] }, /aud must be a string or an array/],
    ["too much", { pad: "x".repeat(8000) }, /more than 8192 characters/],
    ["an array", [], /object of claims/],
    ["text", "sub", /object of claims/],
    ["nothing", undefined, /object of claims/],
  ])("%s is refused", async (_, claims, message) => {
    await expect(signer().sign(claims as JwtClaims)).rejects.toThrow(message);
  });
});

describe("the options", () => {
  it.each<[Record<string, unknown>, RegExp]>([
    [{ alg: "none" }, /"none" is no signature algorithm/],
    [{ alg: undefined }, /no signature algorithm/],
    [{ maxLifetimeSeconds: undefined }, /maxLifetimeSeconds/],
    [{ maxLifetimeSeconds: 0 }, /maxLifetimeSeconds/],
    [{ maxLifetimeSeconds: Number.POSITIVE_INFINITY }, /maxLifetimeSeconds/],
    [{ typ: "JWS" }, /typ must be one of/],
    [{ key: es256.publicJwk }, /public key, which cannot sign/],
    [{ key: newEc("P-384").privateJwk }, /crv "P-256"/],
    [{ key: rsa.privateJwk }, /kty "EC"/],
    [{ key: { ...es256.privateJwk, key_ops: ["verify"] } }, /key_ops do not include "sign"/],
    [{ key: { keys: [es256.privateJwk] } }, /must be a Uint8Array, a JWK object or a CryptoKey/],
    [{ alg: "HS256", key: new Uint8Array(31) }, /31 bytes/],
    [{ alg: "HS256", key: "x".repeat(40) }, /new TextEncoder/],
  ])("%j is refused", (options, message) => {
    expect(() => signer(options as Partial<JwtSignerOptions>)).toThrow(message);
  });

  it("a secret that anyone could guess stops a production process", () => {
    const key = new TextEncoder().encode("changeme-changeme-changeme-changeme");
    signer({ alg: "HS256", key });
    vi.stubEnv("NODE_ENV", "production");
    expect(() => signer({ alg: "HS256", key })).toThrow(BootGuardError);
    expect(() => signer({ alg: "HS256", key })).toThrow(/\[weak-secret\] createJwtSigner\(\)/);
  });

  it("a build step needs no key, and signs nothing", async () => {
    vi.stubEnv("DALOY_BUILD", "1");
    await expect(signer({ alg: "HS256", key: new Uint8Array() }).sign({})).rejects.toThrow(/build step/);
  });
});
