import { generateKeyPairSync, webcrypto } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { BootGuardError } from "../../../../templates/packages/core/src/index.ts";
import {
  createJwtVerifier,
  type Jwk,
  type JwtAlgorithm,
  type JwtKeySource,
} from "../../../../templates/packages/core/src/jwt/index.ts";
import { later } from "../apps.ts";
import {
  everyAlgorithm,
  expectRefused,
  keysFor,
  mint,
  newEc,
  pair,
  rsa,
  symmetric,
  tokenOf,
} from "./tokens.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

const verifier = (alg: JwtAlgorithm, key: JwtKeySource) => createJwtVerifier({ algorithms: [alg], key });
const k = (bytes: number) => Buffer.alloc(bytes, "K5q9").toString("base64url");
const weakRsa = pair(generateKeyPairSync("rsa", { modulusLength: 1024 }));

/** The parameters of WebCrypto for each algorithm, told again so that a slip in the table shows. */
function subtleParams(alg: JwtAlgorithm) {
  const hash = `SHA-${alg.slice(2)}`;
  if (alg === "EdDSA") return { name: "Ed25519" };
  if (alg.startsWith("ES")) return { name: "ECDSA", namedCurve: keysFor(alg).publicJwk["crv"] as string };
  return { name: { HS: "HMAC", RS: "RSASSA-PKCS1-v1_5", PS: "RSA-PSS" }[alg.slice(0, 2)] ?? "", hash };
}
const cryptoKey = (alg: JwtAlgorithm, jwk: Jwk, usages: webcrypto.KeyUsage[] = ["verify"]) =>
  webcrypto.subtle.importKey("jwk", jwk as object as webcrypto.JsonWebKey, subtleParams(alg), true, usages);

describe("every way to give a key", () => {
  it.each(everyAlgorithm)("%s", async (alg) => {
    const { publicJwk } = keysFor(alg);
    const sources: JwtKeySource[] = [
      publicJwk,
      { keys: [publicJwk] },
      await cryptoKey(alg, publicJwk),
      () => publicJwk,
      () => later({ keys: [publicJwk] }),
      { ...publicJwk, alg, use: "sig", key_ops: ["verify"], kid: "a", ext: false },
    ];
    for (const source of sources) {
      expect((await verifier(alg, source).verify(tokenOf(alg))).payload.sub).toBe("ann");
    }
  });

  it.each(symmetric)("%s as bytes", async (alg) => {
    const bytes = Buffer.from(String(keysFor(alg).publicJwk["k"]), "base64url");
    for (const source of [bytes, new Uint8Array(bytes), () => bytes]) {
      expect((await verifier(alg, source).verify(tokenOf(alg))).payload.sub).toBe("ann");
    }
  });

  it("is a copy: what the caller does to it later changes nothing", async () => {
    const bytes = Buffer.from(String(keysFor("HS256").publicJwk["k"]), "base64url");
    const jwk: Record<string, unknown> = { ...keysFor("ES256").publicJwk };
    const [ofBytes, ofJwk] = [verifier("HS256", bytes), verifier("ES256", jwk)];
    bytes.fill(0);
    jwk["x"] = newEc("P-256").publicJwk["x"];
    await ofBytes.verify(tokenOf("HS256"));
    await ofJwk.verify(tokenOf("ES256"));
  });

  it("is imported once", async () => {
    const importKey = vi.spyOn(crypto.subtle, "importKey");
    const one = verifier("ES256", keysFor("ES256").publicJwk);
    expect(importKey).not.toHaveBeenCalled();
    for (let i = 0; i < 3; i++) await one.verify(tokenOf("ES256"));
    expect(importKey).toHaveBeenCalledTimes(1);
    importKey.mockRestore();
  });
});

describe("a key that must not be used", () => {
  const es = keysFor("ES256").publicJwk;
  const wide = {
    ...es,
    x: Buffer.concat([Buffer.alloc(1), Buffer.from(String(es["x"]), "base64url")]).toString("base64url"),
  };

  it.each<[string, JwtAlgorithm, unknown, RegExp]>([
    [
      "a shared secret a byte too short",
      "HS256",
      new Uint8Array(31),
      /31 bytes, and HS256 needs at least 32/,
    ],
    ["the same for HS384", "HS384", new Uint8Array(47), /47 bytes, and HS384 needs at least 48/],
    ["the same for HS512", "HS512", new Uint8Array(63), /63 bytes, and HS512 needs at least 64/],
    ["the same as a JWK", "HS512", { kty: "oct", k: k(63) }, /63 bytes, and HS512/],
    ["an empty secret", "HS256", new Uint8Array(), /0 bytes/],
    ["a secret in another spelling", "HS256", { kty: "oct", k: `${k(32)}=` }, /0 bytes/],
    ["a secret as text", "HS256", "x".repeat(64), /new TextEncoder\(\)\.encode/],
    ["an RSA key of 1024 bits", "RS256", weakRsa.publicJwk, /1024 bits, and RS256 needs at least 2048/],
    [
      "leading zeros that make it look longer",
      "RS256",
      { ...weakRsa.publicJwk, n: `${"A".repeat(200)}${weakRsa.publicJwk["n"]}` },
      /1024 bits/,
    ],
    [
      "an RSA key of 32768 bits",
      "RS256",
      { kty: "RSA", e: "AQAB", n: Buffer.alloc(4096, 255).toString("base64url") },
      /more than 16384/,
    ],
    ["an exponent of 1", "RS256", { ...rsa.publicJwk, e: "AQ" }, /exponent/],
    ["an exponent of 0", "RS256", { ...rsa.publicJwk, e: "AA" }, /exponent/],
    ["an even exponent", "RS256", { ...rsa.publicJwk, e: "AQAA" }, /exponent/],
    ["a long exponent", "RS256", { ...rsa.publicJwk, e: "AQAAAAAB" }, /exponent/],
    ["no exponent", "RS256", { kty: "RSA", n: rsa.publicJwk["n"] }, /exponent/],
    ["a key of another curve", "ES256", keysFor("ES384").publicJwk, /crv "P-256"/],
    ["a P-256 key for ES512", "ES512", es, /crv "P-521"/],
    ["secp256k1", "ES256", newEc("secp256k1").publicJwk, /crv "P-256"/],
    ["an X25519 key", "EdDSA", pair(generateKeyPairSync("x25519")).publicJwk, /crv "Ed25519"/],
    ["an Ed448 key", "EdDSA", pair(generateKeyPairSync("ed448")).publicJwk, /crv "Ed25519"/],
    ["a coordinate too long", "ES256", wide, /coordinates are not 32 bytes/],
    ["a coordinate that is missing", "ES256", { ...es, y: undefined }, /coordinates are not 32 bytes/],
    ["a key for encryption", "RS256", { ...rsa.publicJwk, use: "enc" }, /use is not "sig"/],
    [
      "a key that may not verify",
      "RS256",
      { ...rsa.publicJwk, key_ops: ["sign"] },
      /key_ops do not include "verify"/,
    ],
    ["no key_ops at all", "RS256", { ...rsa.publicJwk, key_ops: [] }, /key_ops do not include/],
    ["key_ops that are no list", "RS256", { ...rsa.publicJwk, key_ops: "verify" }, /key_ops do not include/],
    ["a key of another alg", "RS256", { ...rsa.publicJwk, alg: "PS256" }, /alg binds it to another/],
    ["a key of another alg", "HS256", { kty: "oct", k: k(64), alg: "HS512" }, /alg binds it to another/],
    ["a private RSA key", "RS256", rsa.privateJwk, /private key; give the public part/],
    ["a private EC key", "ES256", keysFor("ES256").privateJwk, /private key/],
    ["a private Ed25519 key", "EdDSA", keysFor("EdDSA").privateJwk, /private key/],
    ["an unknown kty", "ES256", { kty: "AKP" }, /kty "EC"/],
    ["nothing", "ES256", undefined, /must be a Uint8Array, a JWK/],
    ["null", "ES256", null, /must be a Uint8Array, a JWK/],
    ["an object that is no JWK", "ES256", {}, /must be a Uint8Array, a JWK/],
    ["a kid that is no text", "ES256", { ...es, kid: 1 }, /must be a Uint8Array, a JWK/],
    ["an empty set", "ES256", { keys: [] }, /there is no key/],
    [
      "a set of others",
      "ES256",
      { keys: [rsa.publicJwk, null, { kty: "AKP" }] },
      /key 0: ES256 takes.*\n.*key 1:/,
    ],
  ])("%s (%s)", async (_, alg, key, message) => {
    expect(() => verifier(alg, key as JwtKeySource)).toThrow(message);
    expect(() => verifier(alg, key as JwtKeySource)).toThrow(TypeError);
    // A function may return it too, when it is too late to throw.
    const late = verifier(alg, () => key as Jwk).verify(tokenOf(alg));
    await expect(late).rejects.toThrow(/There is no key|must be a Uint8Array/);
  });

  it("alg Ed25519 is EdDSA (RFC 9864)", async () => {
    await verifier("EdDSA", { ...keysFor("EdDSA").publicJwk, alg: "Ed25519" }).verify(tokenOf("EdDSA"));
  });

  it("a point that is not on the curve is found when it is imported", async () => {
    const off = { ...es, x: es["y"], y: es["x"] };
    await expect(verifier("ES256", off).verify(tokenOf("ES256"))).rejects.toThrow(
      /not a valid key for ES256/,
    );
  });

  it.each<[string, JwtAlgorithm, JwtAlgorithm, Jwk, webcrypto.KeyUsage[], RegExp]>([
    ["another hash", "RS256", "RS512", rsa.publicJwk, ["verify"], /made for another algorithm/],
    ["another padding", "RS256", "PS256", rsa.publicJwk, ["verify"], /made for another algorithm/],
    ["another curve", "ES256", "ES384", keysFor("ES384").publicJwk, ["verify"], /made for another algorithm/],
    ["another HMAC", "HS256", "HS512", keysFor("HS512").publicJwk, ["verify"], /made for another algorithm/],
    ["a short HMAC", "HS256", "HS256", { kty: "oct", k: k(16) }, ["verify"], /16 bytes/],
    ["a short RSA key", "RS256", "RS256", weakRsa.publicJwk, ["verify"], /1024 bits/],
    ["the wrong usage", "HS256", "HS256", keysFor("HS256").publicJwk, ["sign"], /usage "verify"/],
    [
      "a private key",
      "ES256",
      "ES256",
      keysFor("ES256").privateJwk,
      ["sign"],
      /private key without the usage "verify"/,
    ],
  ])("a CryptoKey of %s", async (_, alg, made, jwk, usages, message) => {
    const key = await cryptoKey(made, jwk, usages);
    expect(() => verifier(alg, key)).toThrow(message);
  });
});

describe("choosing among keys", () => {
  const a = { ...newEc("P-256"), kid: "a" };
  const b = { ...newEc("P-256"), kid: "b" };
  const set = { keys: [{ ...a.publicJwk, kid: "a" }, { ...b.publicJwk, kid: "b" }, rsa.publicJwk] };
  const es256 = (header: Record<string, unknown>, key: Jwk) =>
    mint({ alg: "ES256", ...header }, { exp: 9_999_999_999 }, "ES256", key);

  it("goes by kid", async () => {
    const one = verifier("ES256", set);
    await one.verify(es256({ kid: "a" }, a.privateJwk));
    await one.verify(es256({ kid: "b" }, b.privateJwk));
    await expectRefused(one, es256({ kid: "a" }, b.privateJwk), "bad-signature");
    await expectRefused(one, es256({ kid: "c" }, a.privateJwk), "key-not-found");
  });

  it("without a kid, only where one key alone fits", async () => {
    await expectRefused(verifier("ES256", set), es256({}, a.privateJwk), "key-not-found");
    await verifier("ES256", { keys: set.keys.slice(1) }).verify(es256({}, b.privateJwk));
    await verifier("RS256", set).verify(tokenOf("RS256"));
  });

  it("leaves out keys that must not be used", async () => {
    const keys = [{ ...b.publicJwk, use: "enc" }, { ...b.publicJwk, alg: "ES512" }, a.publicJwk];
    await verifier("ES256", { keys }).verify(es256({}, a.privateJwk));
  });

  it("takes a kid that is there twice for none, unless the kinds differ", async () => {
    const twice = { keys: [...set.keys, { ...b.publicJwk, kid: "a" }] };
    await expectRefused(verifier("ES256", twice), es256({ kid: "a" }, a.privateJwk), "key-not-found");
    const kinds = { keys: [...set.keys, { ...rsa.publicJwk, kid: "a" }] };
    await verifier("ES256", kinds).verify(es256({ kid: "a" }, a.privateJwk));
  });

  it("a key of a set without kid does not answer to one", async () => {
    await expectRefused(
      verifier("ES256", { keys: [a.publicJwk] }),
      es256({ kid: "a" }, a.privateJwk),
      "key-not-found",
    );
  });

  it("a key given alone answers to any kid, unless it has its own", async () => {
    await verifier("ES256", a.publicJwk).verify(es256({ kid: "z" }, a.privateJwk));
    const named = verifier("ES256", { ...a.publicJwk, kid: "a" });
    await named.verify(es256({ kid: "a" }, a.privateJwk));
    await named.verify(es256({}, a.privateJwk));
    await expectRefused(named, es256({ kid: "z" }, a.privateJwk), "key-not-found");
  });

  it("a function sees the header, after the algorithm was found allowed", async () => {
    const find = vi.fn(() => a.publicJwk);
    const one = verifier("ES256", find);
    await expectRefused(one, tokenOf("RS256"), "algorithm-not-allowed");
    expect(find).not.toHaveBeenCalled();
    await one.verify(es256({ kid: "a" }, a.privateJwk));
    expect(find).toHaveBeenCalledWith({ alg: "ES256", kid: "a" });
  });

  it.each([undefined, null])("a function that finds %s", async (found) => {
    const none = () => found as undefined;
    await expectRefused(verifier("ES256", none), tokenOf("ES256"), "key-not-found");
  });

  it("a function that throws is heard", async () => {
    const broken = () => Promise.reject(new Error("the vault is sealed"));
    await expect(verifier("ES256", broken).verify(tokenOf("ES256"))).rejects.toThrow("the vault is sealed");
  });
});

describe("weak-secret", () => {
  const weak = {
    short: new TextEncoder().encode("abc"),
    placeholder: new TextEncoder().encode("your-256-bit-secret-your-256-bit-secret"),
    "one character": new Uint8Array(64).fill(97),
    published: {
      kty: "oct",
      k: "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
    },
    "short JWK": { kty: "oct", k: k(31) },
  };

  it.each(Object.entries(weak))("a %s secret stops a production process", (_, key) => {
    vi.stubEnv("NODE_ENV", "production");
    expect(() => verifier("HS256", key)).toThrow(BootGuardError);
    expect(() => verifier("HS256", key)).toThrow(
      /\[weak-secret\] createJwtVerifier\(\): production secret is/,
    );
    expect(() => verifier("HS256", { keys: [key as Jwk] })).toThrow(
      key instanceof Uint8Array ? TypeError : BootGuardError,
    );
  });

  it.each(Object.entries(weak))(
    "a %s secret from a function verifies nothing in a production process",
    async (_, key) => {
      vi.stubEnv("NODE_ENV", "production");
      const one = createJwtVerifier({ algorithms: ["HS256"], key: () => key });
      for (let i = 0; i < 2; i++)
        await expect(one.verify(tokenOf("HS256"))).rejects.toThrow(/\[weak-secret\]/);
    },
  );

  it("a strong one from a function verifies, also in production", async () => {
    vi.stubEnv("NODE_ENV", "production");
    const one = createJwtVerifier({ algorithms: ["HS256"], key: async () => keysFor("HS256").publicJwk });
    for (let i = 0; i < 2; i++) await one.verify(tokenOf("HS256"));
  });

  it("a strong one does not, nor a public key", () => {
    vi.stubEnv("NODE_ENV", "production");
    verifier("HS256", keysFor("HS256").publicJwk);
    verifier("ES256", keysFor("ES256").publicJwk);
  });

  it("outside of production long is enough", () => {
    vi.stubEnv("NODE_ENV", "development");
    verifier("HS256", weak.placeholder);
  });

  it("a build step needs no secret, and verifies nothing", async () => {
    vi.stubEnv("NODE_ENV", "production");
    vi.stubEnv("DALOY_BUILD", "1");
    const one = verifier("HS256", new TextEncoder().encode(undefined));
    await expectRefused(one, tokenOf("HS256"), "key-not-found");
  });
});
