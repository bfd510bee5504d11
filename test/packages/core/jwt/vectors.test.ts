import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  createJwtVerifier,
  type Jwk,
  type JwtAlgorithm,
  jwkThumbprint,
} from "../../../../templates/packages/core/src/jwt/index.ts";
import { signatureOf } from "./tokens.ts";

const payload =
  "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const exp = 1_300_819_380;

/** RFC 7515, appendix A.1 to A.3 */
const tokens: [string, JwtAlgorithm, Jwk, string][] = [
  [
    "A.1",
    "HS256",
    {
      kty: "oct",
      k: "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
    },
    `eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.${payload}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`,
  ],
  [
    "A.2",
    "RS256",
    {
      kty: "RSA",
      n: "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
      e: "AQAB",
    },
    `eyJhbGciOiJSUzI1NiJ9.${payload}.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw`,
  ],
  [
    "A.3",
    "ES256",
    {
      kty: "EC",
      crv: "P-256",
      x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
      y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    },
    `eyJhbGciOiJFUzI1NiJ9.${payload}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q`,
  ],
];

/** RFC 7515 A.4 and RFC 8037 A.4 sign a text that is no JWT. */
const texts: [string, JwtAlgorithm, Jwk, string][] = [
  [
    "RFC 7515 A.4",
    "ES512",
    {
      kty: "EC",
      crv: "P-521",
      x: "AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk",
      y: "ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2",
    },
    "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn",
  ],
  [
    "RFC 8037 A.4",
    "EdDSA",
    { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" },
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
  ],
];

function spoilt(token: string): string {
  const at = token.lastIndexOf(".") + 5;
  return `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`;
}

describe("RFC 7515, appendix A", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(tokens)("%s: %s verifies until it expires", async (_, alg, key, token) => {
    const verifier = createJwtVerifier({ algorithms: [alg], key, issuer: "joe" });
    vi.setSystemTime((exp - 1) * 1000);
    const { payload } = await verifier.verify(token);
    expect(payload).toEqual({ iss: "joe", exp, "http://example.com/is_root": true });
    await expect(verifier.verify(spoilt(token))).rejects.toMatchObject({ code: "bad-signature" });
    vi.setSystemTime(exp * 1000);
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: "expired" });
  });

  it("A.5: an unsecured token has no algorithm", async () => {
    const [, alg, key] = tokens[0] ?? [];
    if (alg === undefined || key === undefined) throw new Error("no vector");
    const verifier = createJwtVerifier({ algorithms: [alg], key });
    vi.setSystemTime((exp - 1) * 1000);
    await expect(verifier.verify(`eyJhbGciOiJub25lIn0.${payload}.`)).rejects.toMatchObject({
      code: "malformed",
    });
    await expect(verifier.verify(`eyJhbGciOiJub25lIn0.${payload}.AAAA`)).rejects.toMatchObject({
      code: "algorithm-not-allowed",
    });
  });
});

it.each(texts)("%s: %s has a good signature, over what is no JWT", async (_, alg, key, token) => {
  const verifier = createJwtVerifier({ algorithms: [alg], key });
  await expect(verifier.verify(token)).rejects.toMatchObject({ code: "malformed" });
  await expect(verifier.verify(spoilt(token))).rejects.toMatchObject({ code: "bad-signature" });
});

it("RFC 8037 A.4: Ed25519 signs the same text alike (the vector of these tests' own signer)", () => {
  const [, alg, , token] = texts[1] ?? [];
  if (alg === undefined || token === undefined) throw new Error("no vector");
  const [header, body, signature] = token.split(".");
  const d = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
  const key = { kty: "OKP", crv: "Ed25519", d, x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
  expect(signatureOf(`${header}.${body}`, alg, key)).toBe(signature);
});

describe("jwkThumbprint", () => {
  const rsa = {
    kty: "RSA",
    n: "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
    e: "AQAB",
    alg: "RS256",
    kid: "2011-04-29",
  };

  it("is that of RFC 7638 §3.1", async () => {
    expect(await jwkThumbprint(rsa)).toBe("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  });

  it("is that of RFC 8037 A.3, for the private key too", async () => {
    const x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    const publicJwk = { kty: "OKP", crv: "Ed25519", x };
    for (const key of [publicJwk, { ...publicJwk, d: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A" }]) {
      expect(await jwkThumbprint(key)).toBe("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }
  });

  it.each([[{}], [{ kty: "RSA", e: "AQAB" }], [{ kty: "AKP", pub: "AA" }], [{ kty: "EC", crv: "P-256" }]])(
    "%j is refused",
    async (key) => {
      await expect(jwkThumbprint(key)).rejects.toThrow(/no complete JWK/);
    },
  );
});
