import { afterEach, describe, expect, it, vi } from "vitest";
import type { Hooks } from "../../../../templates/packages/core/src/hooks/hooks.ts";
import { BootGuardError, requireScopes } from "../../../../templates/packages/core/src/index.ts";
import {
  type JwkOptions,
  type JwtAlgorithm,
  type JwtOptions,
  jwk,
  jwt,
} from "../../../../templates/packages/core/src/jwt/index.ts";
import { loggedApp, ok, problemOf, quietApp } from "../apps.ts";
import { asymmetric, keysFor, mint, newEc, now, tokenOf } from "./tokens.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const es256 = keysFor("ES256").publicJwk;
const addressed = { issuer: "https://id.example", audience: "books" };
const byKey = (options: Partial<JwtOptions> = {}) =>
  jwt({ key: es256, algorithms: ["ES256"], ...addressed, ...options });
const bySet = (options: Partial<JwkOptions> = {}) =>
  jwk({ jwks: { keys: [es256] }, algorithms: ["ES256"], ...addressed, ...options });

function app(hooks: Hooks | Hooks[], one = quietApp({ env: "test" })) {
  return one.get("/", { responses: ok, hooks }, ({ state }) => ({
    status: 200,
    body: { user: state["user"] },
  }));
}
const ask = (one: ReturnType<typeof app>, token?: string) =>
  one.request("/", token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });

const missing = 'Bearer realm="api"';
const invalid = 'Bearer realm="api", error="invalid_token"';

describe.each([
  ["jwt()", () => byKey()],
  ["jwk()", () => bySet()],
])("%s", (name, hooks) => {
  it.each<[string, string | undefined, number, string | null]>([
    ["no token", undefined, 401, missing],
    ["no JWT", "opaque", 401, invalid],
    ["another signature", `${tokenOf("ES256").slice(0, -6)}AAAAAA`, 401, invalid],
    ["another issuer", tokenOf("ES256", { payload: { iss: "x" } }), 401, invalid],
    ["another audience", tokenOf("ES256", { payload: { aud: "x" } }), 401, invalid],
    ["another algorithm", tokenOf("RS256"), 401, invalid],
    [
      "an ID token for another client",
      tokenOf("ES256", { payload: { aud: "app", nonce: "1" } }),
      401,
      invalid,
    ],
    ["not valid yet", tokenOf("ES256", { payload: { nbf: now() + 50 } }), 401, invalid],
    ["no exp", tokenOf("ES256", { payload: { exp: undefined } }), 401, invalid],
    ["an unknown kid, for a key of another", tokenOf("ES256", { header: { crit: ["x"] } }), 401, invalid],
    [
      "expired",
      tokenOf("ES256", { payload: { exp: now() - 1 } }),
      401,
      `${invalid}, error_description="The access token expired"`,
    ],
    ["a good token", tokenOf("ES256"), 200, null],
  ])("%s", async (_, token, status, challenge) => {
    const response = await ask(app(hooks()), token);
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([status, challenge]);
  });

  it("says no more than that the token is invalid", async () => {
    const tokens = [
      "opaque",
      "a.b.c",
      tokenOf("RS256"),
      tokenOf("ES256", { payload: { iss: "x" } }),
      tokenOf("ES256", { header: { kid: 1 } }),
      mint({ alg: "ES256" }, { exp: now() + 9 }, "ES256", newEc("P-256").privateJwk),
    ];
    const details = await Promise.all(
      tokens.map(async (token) => (await problemOf(ask(app(hooks()), token))).detail),
    );
    expect(new Set(details)).toEqual(new Set(["The access token is not valid."]));
  });

  it("tells the log what was wrong, and never the token", async () => {
    const { app: one, lines } = loggedApp({ env: "test" });
    const token = tokenOf("ES256", { payload: { aud: "x" } });
    await ask(app(hooks(), one), token);
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: "warn",
        code: "token-refused",
        reason: "wrong-audience",
        setting: "audience",
      }),
    );
    for (const part of token.split(".")) expect(JSON.stringify(lines)).not.toContain(part);
  });

  it("puts the claims at state.user", async () => {
    const payload = { roles: ["a"], scope: "books:read books:write", ["__proto__x"]: 1 };
    const { user } = (await (await ask(app(hooks()), tokenOf("ES256", { payload }))).json()) as {
      user: unknown;
    };
    expect(user).toMatchObject({ ...payload, sub: "ann", scopes: ["books:read", "books:write"] });
  });

  it.each<[string, Record<string, unknown>, string[], number]>([
    ["scope", { scope: "a b" }, ["a", "b"], 200],
    ["scope with spaces", { scope: " a  b " }, ["a", "b"], 200],
    ["scp as text", { scp: "b a" }, ["b", "a"], 200],
    ["scp as a list", { scp: ["a", "b"] }, ["a", "b"], 200],
    ["scopes", { scopes: ["a", "b"] }, ["a", "b"], 200],
    ["numbers among them", { scopes: ["a", 1, "b"] }, ["a", "b"], 200],
    ["none", {}, [], 403],
    ["an empty scope beside scopes", { scope: "", scopes: ["a", "b"] }, [], 403],
    ["half in each", { scope: "a", scopes: ["b"] }, ["a"], 403],
    ["an object", { scope: { a: true, b: true } }, [], 403],
    ["one entry of two", { scp: ["a b"] }, ["a b"], 403],
  ])("scopes from %s", async (_, payload, scopes, status) => {
    const token = tokenOf("ES256", { payload });
    const { user } = (await (await ask(app(hooks()), token)).json()) as { user: { scopes: unknown } };
    expect(user.scopes).toEqual(scopes);
    expect((await ask(app([hooks(), requireScopes(["a", "b"])]), token)).status).toBe(status);
  });

  it("counts as authentication for the boot guards", () => {
    const one = quietApp({ env: "production" }).post(
      "/",
      { responses: ok, auth: { scheme: "bearer" }, hooks: hooks() },
      () => ({ status: 200 }),
    );
    one.ready();
  });

  it("is refused without issuer, audience or keys", () => {
    const make = (name === "jwt()" ? byKey : bySet) as (options: Record<string, unknown>) => Hooks;
    expect(() => make({ issuer: undefined })).toThrow(/issuer is required/);
    expect(() => make({ audience: undefined })).toThrow(/audience is required/);
    expect(() => make({ issuer: "" })).toThrow(/issuer must be/);
    expect(() => make({ key: undefined, jwks: undefined })).toThrow(/give either/);
    expect(() => make({ jwksUri: "https://id.example/jwks" })).toThrow(/give either/);
    expect(() => make({ algorithms: [] })).toThrow(/algorithms must list/);
    expect(() => make({ algorithms: undefined })).toThrow(/algorithms must list/);
  });

  it("takes isRevoked and clockSkewSeconds", async () => {
    const make = name === "jwt()" ? byKey : bySet;
    const late = tokenOf("ES256", { payload: { exp: now() - 5, jti: "1" } });
    expect((await ask(app(make({ clockSkewSeconds: 30 })), late)).status).toBe(200);
    const revoked = make({ clockSkewSeconds: 30, isRevoked: ({ jti }) => jti === "1" });
    expect((await ask(app(revoked), late)).status).toBe(401);
  });

  it("a fault of its own is a 500, not a way in", async () => {
    const make = name === "jwt()" ? byKey : bySet;
    const isRevoked = () => Promise.reject(new Error("the database is down"));
    expect((await ask(app(make({ isRevoked })), tokenOf("ES256"))).status).toBe(500);
  });
});

describe("jwks-symmetric", () => {
  const message = (alg: string) =>
    `jwk(): algorithm "${alg}" is not asymmetric. Symmetric (HS*) algorithms are refused by jwk() to close the JWKS confused-deputy attack.`;
  const uri = "https://id.example/jwks";

  it.each(["HS256", "HS384", "HS512"] as const)("%s is refused in any environment", (alg) => {
    for (const env of ["production", "development", "test"]) {
      vi.stubEnv("NODE_ENV", env);
      const sets: (() => Hooks)[] = [
        () => bySet({ algorithms: [alg] as unknown as JwkOptions["algorithms"] }),
        () => bySet({ algorithms: ["RS256", alg] as unknown as JwkOptions["algorithms"] }),
        // Whatever else is wrong
        () => jwk({ algorithms: [alg] } as unknown as JwkOptions),
        () => jwt({ jwksUri: uri, algorithms: [alg], ...addressed }),
      ];
      for (const make of sets) {
        expect(make).toThrow(BootGuardError);
        expect(make).toThrow(message(alg));
      }
    }
  });

  it("names the guard, and every algorithm at fault", () => {
    try {
      bySet({ algorithms: ["HS256", "ES256", "HS512"] as unknown as JwkOptions["algorithms"] });
      expect.unreachable();
    } catch (error) {
      expect((error as BootGuardError).violations.map(({ guard, message: text }) => [guard, text])).toEqual([
        ["jwks-symmetric", message("HS256")],
        ["jwks-symmetric", message("HS512")],
      ]);
    }
  });

  it("a shared secret in a set verifies nothing", () => {
    const { publicJwk } = keysFor("HS256");
    expect(() => bySet({ jwks: { keys: [publicJwk] } })).toThrow(/no key can verify ES256/);
  });

  it.each(asymmetric)("%s is accepted", async (alg) => {
    const hooks = bySet({ jwks: { keys: [keysFor(alg).publicJwk] }, algorithms: [alg] });
    expect((await ask(app(hooks), tokenOf(alg))).status).toBe(200);
  });
});

describe("jwt()", () => {
  it("refuses symmetric beside asymmetric algorithms", () => {
    const algorithms: JwtAlgorithm[] = ["HS256", "ES256"];
    expect(() => byKey({ algorithms })).toThrow(/mixes symmetric/);
  });

  it("verifies with a shared secret", async () => {
    const key = Buffer.from(String(keysFor("HS256").publicJwk["k"]), "base64url");
    expect((await ask(app(byKey({ key, algorithms: ["HS256"] })), tokenOf("HS256"))).status).toBe(200);
  });

  it("a weak secret stops a production app, whatever the process is", () => {
    const key = new TextEncoder().encode("changeme-changeme-changeme-changeme");
    const one = app(byKey({ key, algorithms: ["HS256"] }), quietApp({ env: "production" }));
    expect(() => one.ready()).toThrow(
      /\[weak-secret\] jwt\(\): production secret is a well-known placeholder/,
    );
    app(byKey({ key, algorithms: ["HS256"] })).ready();
  });

  it("a short secret is reported as weak in production, and refused everywhere", () => {
    const key = new TextEncoder().encode("short");
    expect(() => byKey({ key, algorithms: ["HS256"] })).toThrow(/5 bytes, and HS256 needs at least 32/);
    vi.stubEnv("NODE_ENV", "production");
    expect(() => byKey({ key, algorithms: ["HS256"] })).toThrow(
      "jwt(): production secret is too short (5 bytes; require >= 32). Generate one with `openssl rand -base64 48` and load it from an env var.",
    );
  });

  it("a build step needs no environment", () => {
    vi.stubEnv("NODE_ENV", "production");
    vi.stubEnv("DALOY_BUILD", "1");
    for (const algorithms of [["ES256"], ["HS256"]]) {
      jwt({ algorithms, key: undefined, issuer: undefined, audience: undefined } as unknown as JwtOptions);
    }
    jwk({ algorithms: ["ES256"], issuer: undefined, audience: undefined } as unknown as JwkOptions);
  });
});
