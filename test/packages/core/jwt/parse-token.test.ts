import { describe, expect, it } from "vitest";
import {
  createJwtVerifier,
  type JwtErrorCode,
  type JwtVerifierOptions,
} from "../../../../templates/packages/core/src/jwt/index.ts";
import { claims, expectRefused, keysFor, mint, tokenOf, withPart } from "./tokens.ts";

const verifierOf = (alg: "ES256" | "HS256", options: Partial<JwtVerifierOptions> = {}) =>
  createJwtVerifier({ algorithms: [alg], key: keysFor(alg).publicJwk, ...options });

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
    await expectRefused(verifierOf("ES256"), withPart(token, 2, other), "malformed");
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
    await expectRefused(verifierOf("ES256"), mint(parts[0], parts[1], "ES256"), "malformed");
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
    await expectRefused(verifierOf("ES256"), token, code);
  });

  it.each([undefined, null, 1, {}, ["a.b.c"]])("%j", async (token) => {
    await expect(verifierOf("ES256").verify(token as unknown as string)).rejects.toMatchObject({
      code: "malformed",
    });
  });

  it("up to 8192 characters are looked at", async () => {
    const pad = (length: number) => mint({ alg: "HS256" }, claims({ pad: "x".repeat(length) }), "HS256");
    let length = 5900;
    while (pad(length).length < 8190) length++;
    const longest = pad(length);
    expect(longest.length).toBeLessThanOrEqual(8192);
    expect((await verifierOf("HS256").verify(longest)).payload.sub).toBe("ann");
    await expectRefused(verifierOf("HS256"), pad(length + 3), "too-large");
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
    await expectRefused(verifierOf("ES256"), tokenOf("ES256", { header }), code);
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
    await expectRefused(verifierOf("ES256"), mint(part, claims(), "ES256"), "malformed");
    await expectRefused(verifierOf("ES256"), mint({ alg: "ES256" }, payload, "ES256"), "malformed");
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
    await expectRefused(verifierOf("ES256"), under(typ), "wrong-type");
  });

  it.each([undefined, "JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt", "application/jwt"])(
    "typ %j is accepted",
    async (typ) => {
      expect((await verifierOf("ES256").verify(under(typ))).header.typ).toBe(typ);
    },
  );

  it("at+jwt alone, where that is asked for (RFC 9068 §4)", async () => {
    const verifier = verifierOf("ES256", { typ: "at+jwt" });
    for (const typ of ["at+jwt", "application/AT+jwt"]) await verifier.verify(under(typ));
    for (const typ of [undefined, "JWT"]) await expectRefused(verifier, under(typ), "wrong-type");
  });
});
