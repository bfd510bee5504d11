import { afterEach, describe, expect, it, vi } from "vitest";
import {
  createJwtVerifier,
  type Jwk,
  type JwtAlgorithm,
  type JwtKeySource,
} from "../../../../templates/packages/core/src/jwt/index.ts";
import {
  asymmetric,
  claims,
  encode,
  everyAlgorithm,
  expectRefused,
  keysFor,
  mint,
  newEc,
  publicKeyOf,
  rsa,
  tokenOf,
  withPart,
} from "./tokens.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const verifierFor = (alg: JwtAlgorithm, key: JwtKeySource = keysFor(alg).publicJwk) =>
  createJwtVerifier({ algorithms: [alg], key, issuer: "https://id.example", audience: "books" });

const good = (alg: JwtAlgorithm) => verifierFor(alg).verify(tokenOf(alg));

it.each(everyAlgorithm)(
  "a good token of %s verifies, so that the refusals below mean something",
  async (alg) => {
    const { header, payload } = await good(alg);
    expect([header.alg, payload.sub]).toEqual([alg, "ann"]);
  },
);

describe("no signature (CVE-2015-9235)", () => {
  it.each(["none", "None", "NONE", "nOnE", "none ", "", " ", "null", "HS", "rs256", "RS256 ", "RS256\0"])(
    "alg %j",
    async (alg) => {
      const unsigned = `${encode({ alg })}.${encode(claims())}`;
      await expectRefused(verifierFor("RS256"), `${unsigned}.`, "malformed");
      await expectRefused(verifierFor("RS256"), `${unsigned}.AAAA`, "algorithm-not-allowed");
      await expectRefused(verifierFor("RS256"), mint({ alg }, claims(), "RS256"), "algorithm-not-allowed");
    },
  );

  it.each<[unknown]>([
    [undefined],
    [null],
    [0],
    [true],
    [["RS256"]],
    [{ RS256: true }],
    [{ toString: "RS256" }],
  ])("alg %j", async (alg) => {
    await expectRefused(verifierFor("RS256"), mint({ alg }, claims(), "RS256"), "algorithm-not-allowed");
  });

  it("none cannot be allowed", () => {
    for (const algorithms of [["none"], ["RS256", "none"]]) {
      const options = { algorithms: algorithms as JwtAlgorithm[], key: rsa.publicJwk };
      expect(() => createJwtVerifier(options)).toThrow(/"none" is no signature algorithm/);
    }
  });
});

describe("a public key as the HMAC secret (CVE-2015-9235, CVE-2023-48223)", () => {
  const publicKey = publicKeyOf(rsa.publicJwk);
  const spellings: [string, Uint8Array][] = [
    ["SPKI PEM", Buffer.from(publicKey.export({ type: "spki", format: "pem" }))],
    ["PKCS#1 PEM", Buffer.from(publicKey.export({ type: "pkcs1", format: "pem" }))],
    ["SPKI DER", publicKey.export({ type: "spki", format: "der" })],
    ["JWK", Buffer.from(JSON.stringify(rsa.publicJwk))],
    ["modulus", Buffer.from(String(rsa.publicJwk["n"]), "base64url")],
  ];

  it.each(spellings)("%s, against a verifier of RS256", async (_, bytes) => {
    const key: Jwk = { kty: "oct", k: Buffer.from(bytes).toString("base64url") };
    const forged = mint({ alg: "HS256", typ: "JWT" }, claims(), "HS256", key);
    const sources: JwtKeySource[] = [
      rsa.publicJwk,
      { keys: [rsa.publicJwk] },
      () => rsa.publicJwk,
      // A function that is not careful either
      () => bytes,
    ];
    for (const source of sources)
      await expectRefused(verifierFor("RS256", source), forged, "algorithm-not-allowed");
  });

  it("symmetric beside asymmetric algorithms cannot be allowed", () => {
    const algorithms: JwtAlgorithm[] = ["RS256", "HS256"];
    expect(() => createJwtVerifier({ algorithms, key: rsa.publicJwk })).toThrow(/mixes symmetric/);
  });

  it.each(spellings.slice(0, 2))("%s is refused as a shared secret", (_, bytes) => {
    expect(() => createJwtVerifier({ algorithms: ["HS256"], key: bytes })).toThrow(/not a shared secret/);
    expect(() =>
      createJwtVerifier({ algorithms: ["HS256"], key: Buffer.concat([Buffer.from("\n "), bytes]) }),
    ).toThrow(/not a shared secret/);
  });

  it("an RSA key is refused for HS256, bytes for RS256", async () => {
    expect(() => createJwtVerifier({ algorithms: ["HS256"], key: rsa.publicJwk })).toThrow(/kty "oct"/);
    expect(() => createJwtVerifier({ algorithms: ["RS256"], key: new Uint8Array(64).fill(7) })).toThrow(
      /bytes are a shared secret/,
    );
    await expectRefused(
      verifierFor("HS256", () => rsa.publicJwk),
      tokenOf("HS256"),
      "key-not-found",
    );
    await expectRefused(
      verifierFor("RS256", () => new Uint8Array(64)),
      tokenOf("RS256"),
      "key-not-found",
    );
  });
});

describe("another key or another algorithm", () => {
  it.each<JwtAlgorithm>(["ES256", "RS256", "HS256"])("a token of %s signed by somebody else", async (alg) => {
    const attacker: Record<string, Jwk> = {
      ES256: newEc("P-256").privateJwk,
      // Signed under the right header by the key of another algorithm: what counts is that it is not this one.
      RS256: keysFor("RS256").privateJwk,
      HS256: { kty: "oct", k: "A".repeat(43) },
    };
    const key = attacker[alg];
    const forged =
      alg === "RS256" ? mint({ alg }, claims(), "RS512", key) : mint({ alg }, claims(), alg, key);
    await expectRefused(verifierFor(alg), forged, "bad-signature");
  });

  it.each<[JwtAlgorithm, JwtAlgorithm]>([
    ["RS256", "PS256"],
    ["PS256", "RS256"],
    ["RS256", "RS512"],
    ["PS256", "PS384"],
    ["HS256", "HS512"],
    ["HS512", "HS256"],
  ])("the header says %s, the signature is of %s", async (said, made) => {
    const forged = mint({ alg: said }, claims(), made);
    const verifier = createJwtVerifier({ algorithms: [said, made], key: keysFor(said).publicJwk });
    await expectRefused(verifier, forged, "bad-signature");
  });

  it.each<[JwtAlgorithm, JwtAlgorithm]>([
    ["ES256", "ES384"],
    ["ES384", "ES512"],
    ["EdDSA", "ES256"],
    ["RS256", "ES256"],
  ])("the header says %s, the only key is of %s", async (said, made) => {
    const verifier = createJwtVerifier({ algorithms: [said, made], key: keysFor(made).publicJwk });
    await expectRefused(verifier, mint({ alg: said }, claims(), made), "key-not-found");
  });

  it.each(everyAlgorithm)("%s where it is not allowed", async (alg) => {
    const [other] = (alg.startsWith("HS") ? ["HS256", "HS512"] : ["RS256", "ES256"]).filter(
      (name) => name !== alg,
    );
    await expectRefused(verifierFor(other as JwtAlgorithm), tokenOf(alg), "algorithm-not-allowed");
  });
});

describe("kid", () => {
  const set = { keys: [{ ...rsa.publicJwk, kid: "a" }] };

  it.each([
    "../../../../dev/null",
    "' OR 1=1 --",
    "$(id)",
    "__proto__",
    "constructor",
    "toString",
    "",
    "A",
    "a\0",
  ])("%j finds nothing", async (kid) => {
    await expectRefused(verifierFor("RS256", set), tokenOf("RS256", { header: { kid } }), "key-not-found");
  });

  it.each([[null], [1], [["a"]], [{ $ne: null }], [true]])("%j is no text", async (kid) => {
    await expectRefused(verifierFor("RS256", set), tokenOf("RS256", { header: { kid } }), "malformed");
  });

  it("cannot choose a key of another kind", async () => {
    const keys = [
      { ...rsa.publicJwk, kid: "a" },
      { ...keysFor("HS256").publicJwk, kid: "b" },
    ];
    const forged = mint({ alg: "RS256", kid: "b" }, claims(), "HS256");
    await expectRefused(verifierFor("RS256", { keys }), forged, "key-not-found");
  });
});

describe("a key in the header (CVE-2018-0114)", () => {
  const attacker = newEc("P-256");
  const parameters = (url: string) => ({
    jwk: attacker.publicJwk,
    jku: `${url}/jwks`,
    x5u: `${url}/cert`,
    x5c: ["MIIB"],
    x5t: "abcd",
  });

  it("is not used", async () => {
    const forged = mint(
      { alg: "ES256", ...parameters("https://evil.example") },
      claims(),
      "ES256",
      attacker.privateJwk,
    );
    await expectRefused(verifierFor("ES256"), forged, "bad-signature");
  });

  it("is not followed either in a good token", async () => {
    const fetch = vi.spyOn(globalThis, "fetch").mockRejectedValue(new Error("no"));
    const token = tokenOf("ES256", { header: parameters("http://127.0.0.1:9") });
    expect((await verifierFor("ES256").verify(token)).payload.sub).toBe("ann");
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe("the payload is not believed before the signature", () => {
  it.each<[string, string]>([
    ["no JSON", "{"],
    ["expired", JSON.stringify({ exp: 1 })],
    ["from another issuer", JSON.stringify(claims({ iss: "x" }))],
  ])("%s", async (_, payload) => {
    await expectRefused(
      verifierFor("ES256"),
      withPart(tokenOf("ES256"), 1, encode(payload)),
      "bad-signature",
    );
  });

  it.each(asymmetric)("%s: another payload under the same signature", async (alg) => {
    const token = withPart(tokenOf(alg), 1, encode(claims({ sub: "admin" })));
    await expectRefused(verifierFor(alg), token, "bad-signature");
  });
});

describe("prototype pollution", () => {
  it("of the claims", async () => {
    const payload = `{"exp":${claims()["exp"]},"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},"deep":{"__proto__":{"x":1}}}`;
    const verifier = createJwtVerifier({ algorithms: ["HS256"], key: keysFor("HS256").publicJwk });
    const verified = await verifier.verify(mint({ alg: "HS256" }, payload, "HS256"));
    expect(verified.payload["admin"]).toBeUndefined();
    expect(Object.keys(verified.payload)).toEqual(["exp", "deep"]);
    expect(Object.getPrototypeOf(verified.payload)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)["admin"]).toBeUndefined();
  });

  it("of the header", async () => {
    const header = '{"__proto__":{"alg":"RS256"},"typ":"JWT"}';
    await expectRefused(verifierFor("RS256"), mint(header, claims(), "RS256"), "algorithm-not-allowed");
  });
});

it("the signature covers the header", async () => {
  const token = tokenOf("ES256", { header: { kid: "a" } });
  const changed = withPart(token, 0, encode({ alg: "ES256", typ: "JWT", kid: "b" }));
  await expectRefused(verifierFor("ES256"), changed, "bad-signature");
});
