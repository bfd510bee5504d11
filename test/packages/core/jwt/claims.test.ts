import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  createJwtVerifier,
  type JwtErrorCode,
  type JwtVerifierOptions,
} from "../../../../templates/packages/core/src/jwt/index.ts";
import { later } from "../apps.ts";
import { expectRefused, keysFor, mint } from "./tokens.ts";

const at = 1_800_000_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: at * 1000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const verifier = (options: Partial<JwtVerifierOptions> = {}) =>
  createJwtVerifier({ algorithms: ["HS256"], key: keysFor("HS256").publicJwk, ...options });
const signed = (payload: Record<string, unknown> | string) => mint({ alg: "HS256" }, payload, "HS256");

type Row = [string, Record<string, unknown> | string, Partial<JwtVerifierOptions>, JwtErrorCode | "accepted"];
const exp = at + 60;

it.each<Row>([
  ["no exp", {}, {}, "invalid-claim"],
  ["exp null", { exp: null }, {}, "invalid-claim"],
  ["exp as text", { exp: String(exp) }, {}, "invalid-claim"],
  ["exp beyond every number", '{"exp":1e999}', {}, "invalid-claim"],
  ["exp in a list", { exp: [exp] }, {}, "invalid-claim"],
  ["exp a second from now", { exp: at + 1 }, {}, "accepted"],
  ["exp half a second from now", { exp: at + 0.5 }, {}, "accepted"],
  ["exp now", { exp: at }, {}, "expired"],
  ["exp long ago", { exp: 0 }, {}, "expired"],
  ["exp before 1970", { exp: -1 }, {}, "expired"],
  ["exp within the skew", { exp: at - 29 }, { clockSkewSeconds: 30 }, "accepted"],
  ["exp at the end of the skew", { exp: at - 30 }, { clockSkewSeconds: 30 }, "expired"],
  ["nbf now", { exp, nbf: at }, {}, "accepted"],
  ["nbf a second from now", { exp, nbf: at + 1 }, {}, "not-yet-valid"],
  ["nbf within the skew", { exp, nbf: at + 30 }, { clockSkewSeconds: 30 }, "accepted"],
  ["nbf beyond the skew", { exp, nbf: at + 31 }, { clockSkewSeconds: 30 }, "not-yet-valid"],
  ["nbf as text", { exp, nbf: "0" }, {}, "invalid-claim"],
  ["iat now", { exp, iat: at }, {}, "accepted"],
  ["iat a second from now", { exp, iat: at + 1 }, {}, "issued-in-the-future"],
  ["iat within the skew", { exp, iat: at + 30 }, { clockSkewSeconds: 30 }, "accepted"],
  ["iat as text", { exp, iat: "0" }, {}, "invalid-claim"],
  ["iat infinite", `{"exp":${exp},"iat":-1e999}`, {}, "invalid-claim"],
  ["the issuer", { exp, iss: "a" }, { issuer: "a" }, "accepted"],
  ["one of the issuers", { exp, iss: "b" }, { issuer: ["a", "b"] }, "accepted"],
  ["no issuer", { exp }, { issuer: "a" }, "wrong-issuer"],
  ["another issuer", { exp, iss: "b" }, { issuer: "a" }, "wrong-issuer"],
  ["the issuer in capitals", { exp, iss: "A" }, { issuer: "a" }, "wrong-issuer"],
  ["the issuer with a slash", { exp, iss: "https://a/" }, { issuer: "https://a" }, "wrong-issuer"],
  ["an issuer that begins alike", { exp, iss: "https://a.evil" }, { issuer: "https://a" }, "wrong-issuer"],
  ["the issuer in a list", { exp, iss: ["a"] }, { issuer: "a" }, "invalid-claim"],
  ["any issuer where none is asked for", { exp, iss: "a" }, {}, "accepted"],
  ["an issuer that is no text, even so", { exp, iss: 1 }, {}, "invalid-claim"],
  ["the audience", { exp, aud: "a" }, { audience: "a" }, "accepted"],
  ["the audience among others", { exp, aud: ["x", "a"] }, { audience: "a" }, "accepted"],
  ["one of the audiences", { exp, aud: "b" }, { audience: ["a", "b"] }, "accepted"],
  ["two lists that meet", { exp, aud: ["x", "b"] }, { audience: ["a", "b"] }, "accepted"],
  ["no audience", { exp }, { audience: "a" }, "wrong-audience"],
  ["an empty list of audiences", { exp, aud: [] }, { audience: "a" }, "wrong-audience"],
  ["another audience", { exp, aud: "b" }, { audience: "a" }, "wrong-audience"],
  ["the audience within a text", { exp, aud: "a b" }, { audience: "a" }, "wrong-audience"],
  ["numbers among the audiences", { exp, aud: ["a", 1] }, { audience: "a" }, "invalid-claim"],
  ["an audience that is an object", { exp, aud: { a: true } }, {}, "invalid-claim"],
  ["sub that is no text", { exp, sub: 7 }, {}, "invalid-claim"],
  ["sub that is an object", { exp, sub: { $ne: "" } }, {}, "invalid-claim"],
  ["jti that is no text", { exp, jti: ["a"] }, {}, "invalid-claim"],
  ["sub, jti and more", { exp, sub: "ann", jti: "1", roles: ["a"] }, {}, "accepted"],
  ["an array", "[1]", {}, "malformed"],
  ["a number", "1", {}, "malformed"],
])("%s", async (_, payload, options, verdict) => {
  const token = signed(payload);
  if (verdict !== "accepted") return expectRefused(verifier(options), token, verdict);
  expect((await verifier(options).verify(token)).payload).toEqual(payload);
});

describe("isRevoked", () => {
  const token = signed({ exp, jti: "1" });

  it.each<[unknown, JwtErrorCode | "accepted"]>([
    [false, "accepted"],
    [later(false), "accepted"],
    [true, "revoked"],
    [later(true), "revoked"],
    // Nothing but false lets a token in: a return that was forgotten is noticed.
    [undefined, "revoked"],
    [later(undefined), "revoked"],
    [0, "revoked"],
  ])("%s", async (answer, verdict) => {
    const one = verifier({ isRevoked: () => answer as boolean });
    if (verdict === "accepted") await one.verify(token);
    else await expectRefused(one, token, verdict);
  });

  it("is asked with payload and header, and only about good tokens", async () => {
    const isRevoked = vi.fn(() => false);
    const one = verifier({ isRevoked });
    await expectRefused(one, signed({ exp: at }), "expired");
    expect(isRevoked).not.toHaveBeenCalled();
    await one.verify(token);
    expect(isRevoked).toHaveBeenCalledWith({ exp, jti: "1" }, { alg: "HS256" });
  });

  it("that throws lets nobody in", async () => {
    const isRevoked = () => Promise.reject(new Error("the database is down"));
    await expect(verifier({ isRevoked }).verify(token)).rejects.toThrow("the database is down");
  });
});

describe("the options", () => {
  it.each<[Record<string, unknown>, RegExp]>([
    [{ algorithms: undefined }, /algorithms must list/],
    [{ algorithms: [] }, /algorithms must list/],
    [{ algorithms: "HS256" }, /algorithms must list/],
    [{ algorithms: ["HS1"] }, /"HS1" is no signature algorithm/],
    [{ algorithms: ["__proto__"] }, /"__proto__" is no signature algorithm/],
    [{ algorithms: ["constructor"] }, /is no signature algorithm/],
    [{ issuer: "" }, /issuer must be a text/],
    [{ issuer: [] }, /issuer must be a text/],
    [{ issuer: /a/ }, /issuer must be a text/],
    [{ audience: ["a", ""] }, /audience must be a text/],
    [{ audience: null }, /audience must be a text/],
    [{ clockSkewSeconds: -1 }, /clockSkewSeconds/],
    [{ clockSkewSeconds: 601 }, /clockSkewSeconds/],
    [{ clockSkewSeconds: Number.NaN }, /clockSkewSeconds/],
    [{ clockSkewSeconds: "30" }, /clockSkewSeconds/],
    [{ typ: "logout+jwt" }, /typ must be one of/],
    [{ isRevoked: true }, /isRevoked must be a function/],
  ])("%j is refused", (options, message) => {
    expect(() => verifier(options as Partial<JwtVerifierOptions>)).toThrow(message);
  });
});
