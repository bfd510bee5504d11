import { generateKeyPairSync, randomBytes } from "node:crypto";
import { expect } from "vitest";
import {
  createJwtVerifier,
  type JwtAlgorithm,
  type JwtKeySource,
  jwk,
  jwt,
} from "../../../../templates/packages/core/src/jwt/index.ts";
import { hello, ok, quietApp } from "../apps.ts";
import {
  claims,
  encode,
  expectRefused,
  keysFor,
  mint,
  pair,
  publicKeyOf,
  rsa,
  tokenOf,
} from "../jwt/tokens.ts";
import { replay } from "./replay.ts";

const expected = { issuer: "https://id.example", audience: "books" };
const verifier = (algorithms: readonly JwtAlgorithm[], key: JwtKeySource) =>
  createJwtVerifier({ algorithms, key, ...expected });
const rs256 = () => verifier(["RS256"], rsa.publicJwk);
const bytesOf = (text: string) => new TextEncoder().encode(text);
const pem = publicKeyOf(rsa.publicJwk).export({ type: "spki", format: "pem" }).toString();

/** HS256 tokens whose secret is something that everybody can read: the key set, the modulus, the PEM. */
const publiclySigned = [JSON.stringify(rsa.publicJwk), String(rsa.publicJwk["n"]), pem, `\n${pem}`, ""].map(
  (text) => mint({ alg: "HS256" }, claims(), "HS256", { kty: "oct", k: encode(text) }),
);

async function statusWith(authorization: string): Promise<number> {
  const hooks = jwt({ algorithms: ["RS256"], key: rsa.publicJwk, ...expected });
  const app = quietApp().get("/", { responses: ok, hooks }, hello);
  return (await app.request("/", { headers: { authorization } })).status;
}

replay("tokens", {
  "CVE-2026-22817": async () => {
    const { alg: _, ...unnamed } = { ...rsa.publicJwk };
    for (const token of publiclySigned) {
      await expectRefused(verifier(["RS256"], unnamed), token, "algorithm-not-allowed");
      await expectRefused(verifier(["RS256"], { keys: [unnamed] }), token, "algorithm-not-allowed");
    }
  },
  "CVE-2026-22818": async () => {
    const jwks = { keys: [{ ...rsa.publicJwk, kid: "a" }] };
    for (const alg of ["HS256", "HS384", "HS512"]) {
      expect(() => jwk({ jwks, algorithms: [alg as "RS256"], ...expected })).toThrow("[jwks-symmetric]");
    }
    const hooks = jwk({ jwks, algorithms: ["RS256"], ...expected });
    const app = quietApp().get("/", { responses: ok, hooks }, hello);
    const send = async (token: string) =>
      (await app.request("/", { headers: { authorization: `Bearer ${token}` } })).status;
    for (const token of publiclySigned) expect(await send(token)).toBe(401);
    expect(await send(tokenOf("RS256", { header: { kid: "a" } }))).toBe(200);
  },
  "CVE-2025-62610": async () => {
    const { audience: _, ...without } = expected;
    expect(() => jwt({ algorithms: ["RS256"], key: rsa.publicJwk, ...without } as never)).toThrow(
      "audience is required",
    );
    for (const aud of ["other", ["other", "another"], "Books", [], undefined]) {
      expect(await statusWith(`Bearer ${tokenOf("RS256", { payload: { aud } })}`)).toBe(401);
    }
  },
  "CVE-2026-44459": async () => {
    for (const value of ["never", "99999999999", null, {}, [99_999_999_999], true, "Infinity"]) {
      for (const claim of ["exp", "nbf", "iat"]) {
        await expectRefused(rs256(), tokenOf("RS256", { payload: { [claim]: value } }), "invalid-claim");
      }
    }
    const infinite = `{"iss":"https://id.example","aud":"books","exp":1e999}`;
    await expectRefused(rs256(), mint({ alg: "RS256" }, infinite, "RS256"), "invalid-claim");
    await expectRefused(rs256(), tokenOf("RS256", { payload: { exp: undefined } }), "invalid-claim");
  },
  "CVE-2026-47673": async () => {
    const token = tokenOf("RS256");
    for (const scheme of ["Basic", "Token", "JWT", "Digest", "BearerX", "Bearer Bearer"]) {
      expect(await statusWith(`${scheme} ${token}`)).toBe(401);
    }
    expect(await statusWith(token)).toBe(401);
    expect(await statusWith(`bearer ${token}`)).toBe(200);
  },
  "CVE-2023-48223": () => {
    expect(() => verifier(["HS256"], bytesOf(pem))).toThrow(TypeError);
    expect(() => verifier(["HS256"], pem as never)).toThrow(TypeError);
    expect(() => verifier(["HS256", "RS256"], rsa.publicJwk)).toThrow(TypeError);
    expect(() => verifier(["HS256"], rsa.publicJwk)).toThrow(TypeError);
  },
  "CVE-2026-34950": () => {
    for (const blank of ["\n", " ", "\r\n\t", "\ufeff", "\u00a0"]) {
      expect(() => verifier(["HS256"], bytesOf(blank + pem))).toThrow(TypeError);
    }
  },
  "GHSA-hm7r-c7qw-ghp6": async () => {
    for (const crit of [["b64"], ["x"], ["exp"], [], "x", [1]]) {
      const token = tokenOf("RS256", { header: { crit, x: true } });
      await expect(rs256().verify(token)).rejects.toMatchObject({
        code: expect.stringMatching(/unsupported|malformed/),
      });
    }
  },
  "GHSA-gmvf-9v4p-v8jc": async () => {
    const forged = mint({ alg: "HS256", kid: "nobody" }, claims(), "HS256", { kty: "oct", k: "" });
    const finds = [new Uint8Array(), { kty: "oct", k: "" }, { keys: [] }, undefined, "", null];
    for (const found of finds) {
      await expect(verifier(["HS256"], () => found as never).verify(forged)).rejects.toThrow();
    }
    expect(() => verifier(["HS256"], new Uint8Array())).toThrow(TypeError);
  },
  "CVE-2026-35039": async () => {
    const one = rs256();
    const [ann, eve] = [tokenOf("RS256"), tokenOf("RS256", { payload: { sub: "eve" } })];
    const subjects = await Promise.all(
      [ann, eve, ann, eve].map(async (token) => (await one.verify(token)).payload.sub),
    );
    expect(subjects).toEqual(["ann", "eve", "ann", "eve"]);
    await expectRefused(one, `${ann.slice(0, ann.lastIndexOf("."))}.${eve.split(".")[2]}`, "bad-signature");
  },
  "CVE-2025-30144": async () => {
    for (const iss of [
      ["https://evil.example", "https://id.example"],
      ["https://id.example"],
      { 0: "https://id.example" },
    ]) {
      await expectRefused(rs256(), tokenOf("RS256", { payload: { iss } }), "invalid-claim");
    }
  },
  "CVE-2024-28176": async () => {
    const header = encode({ alg: "dir", enc: "A256GCM", zip: "DEF" });
    const bomb = `${header}..${encode("0123456789ab")}.${encode("a".repeat(4000))}.${encode("0123456789abcdef")}`;
    await expectRefused(rs256(), bomb, "unsupported");
    await expectRefused(rs256(), tokenOf("RS256", { header: { zip: "DEF" } }), "unsupported");
  },
  "CVE-2025-45767": async () => {
    for (const [alg, bytes] of [
      ["HS256", 31],
      ["HS384", 47],
      ["HS512", 63],
    ] as const) {
      expect(() => verifier([alg], randomBytes(bytes))).toThrow(TypeError);
      expect(() => verifier([alg], randomBytes(bytes + 1))).not.toThrow();
    }
    const short = pair(generateKeyPairSync("rsa", { modulusLength: 1024 }));
    expect(() => verifier(["RS256"], short.publicJwk)).toThrow(TypeError);
  },
  "CVE-2025-65945": async () => {
    const asked: unknown[] = [];
    const chosen = verifier(["ES256"], (header) => {
      asked.push(header);
      return bytesOf(String(header.kid));
    });
    const secret = "a secret that the attacker chose, long enough";
    const forged = mint({ alg: "HS256", kid: secret }, claims(), "HS256", { kty: "oct", k: encode(secret) });
    await expectRefused(chosen, forged, "algorithm-not-allowed");
    expect(asked).toEqual([]);
    const relabelled = mint({ alg: "ES256", kid: secret }, claims(), "HS256", {
      kty: "oct",
      k: encode(secret),
    });
    await expect(chosen.verify(relabelled)).rejects.toThrow();
    expect(
      (await verifier(["ES256"], () => keysFor("ES256").publicJwk).verify(tokenOf("ES256"))).payload.sub,
    ).toBe("ann");
  },
});
