import { createPublicKey } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  createJwtVerifier,
  type Jwk,
  type JwtAlgorithm,
  type JwtErrorCode,
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

  it.each([undefined, null, 0, true, ["RS256"], { RS256: true }, { toString: "RS256" }])(
    "alg %j",
    async (alg) => {
      await expectRefused(verifierFor("RS256"), mint({ alg }, claims(), "RS256"), "algorithm-not-allowed");
    },
  );

  it("none cannot be allowed", () => {
    for (const algorithms of [["none"], ["RS256", "none"]]) {
      const options = { algorithms: algorithms as JwtAlgorithm[], key: rsa.publicJwk };
      expect(() => createJwtVerifier(options)).toThrow(/"none" is no signature algorithm/);
    }
  });
});

describe("a public key as the HMAC secret (CVE-2015-9235, CVE-2023-48223)", () => {
  const publicKey = createPublicKey({ key: { ...rsa.publicJwk }, format: "jwk" });
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

describe("signatures that are numbers gone wrong", () => {
  /** The order of each curve. */
  const orders: Partial<Record<JwtAlgorithm, string>> = {
    ES256: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
    ES384: "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
    ES512: `01${"ff".repeat(32)}fa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409`,
  };

  it.each(Object.entries(orders))("%s: r and s of 0, 1 or the order (CVE-2022-21449)", async (alg, order) => {
    const n = Buffer.from(order, "hex");
    const zero = Buffer.alloc(n.length);
    const one = Buffer.concat([zero.subarray(1), Buffer.from([1])]);
    const values = [zero, one, n];
    for (const r of values) {
      for (const s of values) {
        const token = withPart(tokenOf(alg as JwtAlgorithm), 2, encode(Buffer.concat([r, s])));
        await expectRefused(verifierFor(alg as JwtAlgorithm), token, "bad-signature");
      }
    }
  });

  it.each(everyAlgorithm)("%s: nothing but zeros", async (alg) => {
    const token = tokenOf(alg);
    const { length } = Buffer.from(token.split(".")[2] ?? "", "base64url");
    await expectRefused(
      verifierFor(alg),
      withPart(token, 2, encode(new Uint8Array(length))),
      "bad-signature",
    );
  });

  it("EdDSA: s plus the order of the group (RFC 8032 §5.1.7)", async () => {
    const token = tokenOf("EdDSA");
    const signature = Buffer.from(token.split(".")[2] ?? "", "base64url");
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString("hex")}`) + order;
    const second = Buffer.from(s.toString(16).padStart(64, "0"), "hex").reverse();
    const malleated = encode(Buffer.concat([signature.subarray(0, 32), second]));
    await expectRefused(verifierFor("EdDSA"), withPart(token, 2, malleated), "bad-signature");
  });

  it.each(everyAlgorithm)("%s: shorter and longer ones", async (alg) => {
    const token = tokenOf(alg);
    const signature = Buffer.from(token.split(".")[2] ?? "", "base64url");
    const half = signature.length / 2;
    const others = [
      signature.subarray(0, -1),
      signature.subarray(1),
      signature.subarray(0, half),
      signature.subarray(0, 1),
      Buffer.concat([signature, Buffer.alloc(1)]),
      Buffer.concat([Buffer.alloc(1), signature]),
      Buffer.concat([signature, signature]),
      // r and s with a zero before each, as some encoders pad them
      Buffer.concat([
        Buffer.alloc(1),
        signature.subarray(0, half),
        Buffer.alloc(1),
        signature.subarray(half),
      ]),
    ];
    for (const other of others) {
      await expectRefused(verifierFor(alg), withPart(token, 2, encode(other)), "bad-signature");
    }
  });

  it.each<JwtAlgorithm>(["ES256", "ES384", "ES512"])("%s: the DER encoding", async (alg) => {
    const token = tokenOf(alg);
    const raw = Buffer.from(token.split(".")[2] ?? "", "base64url");
    const integer = (value: Buffer) => Buffer.concat([Buffer.from([2, value.length + 1, 0]), value]);
    const body = Buffer.concat([
      integer(raw.subarray(0, raw.length / 2)),
      integer(raw.subarray(raw.length / 2)),
    ]);
    const der = Buffer.concat([Buffer.from([0x30, body.length]), body]);
    await expectRefused(verifierFor(alg), withPart(token, 2, encode(der)), "bad-signature");
  });

  it("HMAC: a signature without its last bytes is not compared by its first", async () => {
    const forged = withPart(
      tokenOf("HS256"),
      2,
      encode(Buffer.from(tokenOf("HS256").split(".")[2] ?? "", "base64url").subarray(0, 16)),
    );
    await expectRefused(verifierFor("HS256"), forged, "bad-signature");
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

describe("one thing in two spellings", () => {
  const token = tokenOf("ES256");
  const signature = token.split(".")[2] ?? "";
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const sibling = alphabet[alphabet.indexOf(signature.at(-1) ?? "") ^ 1] ?? "";

  it.each<[string, string]>([
    ["other bits after the last byte", signature.slice(0, -1) + sibling],
    ["padding", `${signature}==`],
    ["a space", `${signature} `],
    ["a line break", `${signature}\n`],
    ["a line break inside", `${signature.slice(0, 9)}\r\n${signature.slice(9)}`],
    ["plus and slash", `+/${signature.slice(2)}`],
    ["a percent escape", `${signature.slice(0, -1)}%3D`],
    ["a character beyond ASCII", `${signature.slice(0, -1)}\u0101`],
  ])("base64url with %s", async (_, other) => {
    await expectRefused(verifierFor("ES256"), withPart(token, 2, other), "malformed");
  });

  it.each<[string, 0 | 1, string]>([
    ["alg twice", 0, '{"alg":"ES256","alg":"ES256"}'],
    ["alg twice, the first none", 0, '{"alg":"none","alg":"ES256"}'],
    ["alg twice, the second none", 0, '{"alg":"ES256","alg":"none"}'],
    ["alg twice, once escaped", 0, '{"alg":"ES256","\\u0061lg":"ES256"}'],
    ["kid twice", 0, '{"alg":"ES256","kid":"a","kid":"b"}'],
    ["sub twice", 1, `{"exp":${claims()["exp"]},"sub":"ann","sub":"admin"}`],
    ["sub twice, deep inside", 1, `{"exp":${claims()["exp"]},"act":{"sub":"ann","sub":"admin"}}`],
  ])("%s", async (_, index, text) => {
    const parts = index === 0 ? ([text, claims()] as const) : ([{ alg: "ES256" }, text] as const);
    const verifier = createJwtVerifier({ algorithms: ["ES256"], key: keysFor("ES256").publicJwk });
    await expectRefused(verifier, mint(parts[0], parts[1], "ES256"), "malformed");
  });
});

describe("what is no signed JWT", () => {
  const [head = "", body = "", mac = ""] = tokenOf("ES256").split(".");
  const signingInput = `${head}.${body}`;
  const json = { payload: body, protected: head, signature: mac };

  it.each<[string, string, JwtErrorCode]>([
    ["an empty text", "", "malformed"],
    ["dots", "..", "malformed"],
    ["no header", `.${body}.${mac}`, "malformed"],
    ["no payload, or a detached one", `${head}..${mac}`, "malformed"],
    ["no signature", `${signingInput}.`, "malformed"],
    ["two parts", signingInput, "malformed"],
    ["four parts", `${signingInput}.${mac}.${mac}`, "malformed"],
    ["a dot before", `.${signingInput}.${mac}`, "malformed"],
    ["a dot after", `${signingInput}.${mac}.`, "malformed"],
    ["a space before", ` ${signingInput}.${mac}`, "malformed"],
    ["the JSON serialization", JSON.stringify(json), "malformed"],
    ["five parts, a JWE", `${head}.${body}.${mac}.${mac}.${mac}`, "unsupported"],
    ["six parts", `${head}.${body}.${mac}.${mac}.${mac}.${mac}`, "malformed"],
    ["a million dots", ".".repeat(1_000_000), "too-large"],
    ["8193 characters", `${signingInput}.`.padEnd(8193, "A"), "too-large"],
  ])("%s", async (_, token, code) => {
    await expectRefused(verifierFor("ES256"), token, code);
  });

  it.each([undefined, null, 1, {}, ["a.b.c"]])("%j", async (token) => {
    await expect(verifierFor("ES256").verify(token as unknown as string)).rejects.toMatchObject({
      code: "malformed",
    });
  });

  it("up to 8192 characters are looked at", async () => {
    const pad = (length: number) => mint({ alg: "HS256" }, claims({ pad: "x".repeat(length) }), "HS256");
    let length = 5900;
    while (pad(length).length < 8190) length++;
    const longest = pad(length);
    expect(longest.length).toBeLessThanOrEqual(8192);
    expect((await verifierFor("HS256").verify(longest)).payload.sub).toBe("ann");
    await expectRefused(verifierFor("HS256"), pad(length + 3), "too-large");
  });

  it.each<[string, Record<string, unknown>, JwtErrorCode]>([
    ["crit", { crit: ["exp"] }, "unsupported"],
    ["an empty crit", { crit: [] }, "unsupported"],
    ["a crit that is no list", { crit: "exp" }, "unsupported"],
    ["an unencoded payload (RFC 7797)", { b64: false, crit: ["b64"] }, "unsupported"],
    ["b64 without crit", { b64: false }, "unsupported"],
    ["b64 that is no boolean", { b64: "false" }, "unsupported"],
    ["an encryption", { enc: "A256GCM" }, "unsupported"],
    ["a compression", { zip: "DEF" }, "unsupported"],
    ["a nested token", { cty: "JWT" }, "unsupported"],
    ["a nested token, spelt out", { cty: "application/jwt" }, "unsupported"],
  ])("%s", async (_, header, code) => {
    await expectRefused(verifierFor("ES256"), tokenOf("ES256", { header }), code);
  });

  it.each<[string, string | Uint8Array]>([
    ["no JSON", "alg"],
    ["an array", '[{"alg":"ES256"}]'],
    ["a text", '"ES256"'],
    ["null", "null"],
    ["not UTF-8", Buffer.from('{"alg":"ES256","x":"\xff"}', "latin1")],
    ["JSON and more", '{"alg":"ES256"}x'],
    ["nested too deep", `{"alg":"ES256","x":${"[".repeat(60)}${"]".repeat(60)}}`],
  ])("a header or payload that is %s", async (_, part) => {
    const payload = typeof part === "string" ? part.replace('"alg":"ES256"', `"exp":9999999999`) : part;
    await expectRefused(verifierFor("ES256"), mint(part, claims(), "ES256"), "malformed");
    await expectRefused(verifierFor("ES256"), mint({ alg: "ES256" }, payload, "ES256"), "malformed");
  });
});

describe("another kind of token (RFC 8725 §3.11)", () => {
  const under = (typ: unknown) => mint({ alg: "ES256", typ }, claims(), "ES256");

  it.each([
    "logout+jwt",
    "secevent+jwt",
    "dpop+jwt",
    "oauth-authz-req+jwt",
    "JOSE",
    "",
    "text/jwt",
    1,
    null,
    ["JWT"],
  ])("typ %j", async (typ) => {
    await expectRefused(verifierFor("ES256"), under(typ), "wrong-type");
  });

  it.each([undefined, "JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt", "application/jwt"])(
    "typ %j is accepted",
    async (typ) => {
      expect((await verifierFor("ES256").verify(under(typ))).header.typ).toBe(typ);
    },
  );

  it("at+jwt alone, where that is asked for (RFC 9068 §4)", async () => {
    const key = keysFor("ES256").publicJwk;
    const verifier = createJwtVerifier({ algorithms: ["ES256"], key, typ: "at+jwt" });
    for (const typ of ["at+jwt", "application/AT+jwt"]) await verifier.verify(under(typ));
    for (const typ of [undefined, "JWT"]) await expectRefused(verifier, under(typ), "wrong-type");
  });
});

it("the signature covers the header", async () => {
  const token = tokenOf("ES256", { header: { kid: "a" } });
  const changed = withPart(token, 0, encode({ alg: "ES256", typ: "JWT", kid: "b" }));
  await expectRefused(verifierFor("ES256"), changed, "bad-signature");
});
