/** Both libraries over the same tokens: what jose signs we verify, what we sign jose verifies, what jose refuses we refuse. */
import fc from "fast-check";
import { importJWK, type JWK, jwtVerify, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import {
  createJwtSigner,
  createJwtVerifier,
  type JwtAlgorithm,
} from "../../../../templates/packages/core/src/jwt/index.ts";
import { claims, everyAlgorithm, keysFor, mint, now, tokenOf } from "./tokens.ts";

const issuer = "https://id.example";
const audience = "books";
const cheap: readonly JwtAlgorithm[] = ["HS256", "RS256", "PS384", "ES256", "EdDSA"];

const ours = (alg: JwtAlgorithm) =>
  createJwtVerifier({ algorithms: [alg], key: keysFor(alg).publicJwk, issuer, audience });
const joseKey = (alg: JwtAlgorithm, jwk = keysFor(alg).publicJwk) => importJWK({ ...jwk } as JWK, alg);
const withJose = async (token: string, alg: JwtAlgorithm) =>
  jwtVerify(token, await joseKey(alg), { algorithms: [alg], issuer, audience, requiredClaims: ["exp"] });
const accepts = (verification: Promise<unknown>) =>
  verification.then(
    () => true,
    () => false,
  );

/** Claims that any service might send; exotic texts, deep values, no registered names. */
const privateClaims = fc.dictionary(
  fc.string({ unit: "grapheme", maxLength: 12 }).filter((key) => !reserved.has(key)),
  fc.jsonValue({ maxDepth: 2 }),
  { maxKeys: 5 },
);
const reserved = new Set([
  "iss",
  "sub",
  "aud",
  "exp",
  "nbf",
  "iat",
  "jti",
  "__proto__",
  "constructor",
  "prototype",
]);
const anyClaims = fc
  .record({
    own: privateClaims,
    sub: fc.string({ unit: "grapheme", maxLength: 20 }),
    aud: fc.constantFrom<string | string[]>(audience, [audience, "x"], ["y", audience]),
    kid: fc.option(fc.string({ maxLength: 10 }), { nil: undefined }),
  })
  .map(({ own, kid, ...rest }) => ({
    kid,
    payload: { ...own, ...rest, iss: issuer, iat: now(), exp: now() + 60 },
  }));
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const hasPoison = (value: unknown) => /"(?:__proto__|constructor|prototype)":/.test(JSON.stringify(value));

describe.each(everyAlgorithm)("%s", (alg) => {
  it("what jose signs verifies, with the same claims", async () => {
    const key = await joseKey(alg, keysFor(alg).privateJwk);
    await fc.assert(
      fc.asyncProperty(anyClaims, async ({ kid, payload }) => {
        fc.pre(!hasPoison(payload));
        const header = kid === undefined ? { alg } : { alg, kid, typ: "at+jwt" };
        const token = await new SignJWT({ ...payload }).setProtectedHeader(header).sign(key);
        const verified = await ours(alg).verify(token);
        expect(verified).toEqual({ header, payload: plain(payload) });
      }),
      { numRuns: 8 },
    );
  });

  it("what we sign jose verifies, with the same claims", async () => {
    const signer = createJwtSigner({
      alg,
      key: { ...keysFor(alg).privateJwk, kid: "a" },
      maxLifetimeSeconds: 60,
    });
    await fc.assert(
      fc.asyncProperty(anyClaims, async ({ payload }) => {
        const { exp: _, ...rest } = payload;
        const { protectedHeader, payload: seen } = await withJose(await signer.sign(rest), alg);
        expect(protectedHeader).toEqual({ alg, typ: "JWT", kid: "a" });
        expect(plain(seen)).toMatchObject(plain(rest) as object);
      }),
      { numRuns: 8 },
    );
  });
});

/** One change of a token, as text. */
const mutation = fc.oneof(
  fc.record({ kind: fc.constant("replace"), at: fc.nat(), by: fc.string({ minLength: 1, maxLength: 2 }) }),
  fc.record({ kind: fc.constant("delete"), at: fc.nat(), by: fc.constant("") }),
  fc.record({
    kind: fc.constant("insert"),
    at: fc.nat(),
    by: fc.constantFrom(".", "=", "A", " ", "\n", "-", "é"),
  }),
  fc.record({ kind: fc.constant("cut"), at: fc.nat(), by: fc.constant("") }),
  fc.record({ kind: fc.constant("flip"), at: fc.nat(), by: fc.constant("") }),
);
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function mutate(token: string, { kind, at, by }: { kind: string; at: number; by: string }): string {
  const index = at % token.length;
  const [before, after] = [token.slice(0, index), token.slice(index + 1)];
  if (kind === "replace") return before + by + after;
  if (kind === "delete") return before + after;
  if (kind === "insert") return before + by + token.slice(index);
  if (kind === "cut") return before;
  const value = alphabet.indexOf(token[index] ?? "");
  return value === -1 ? before + after : before + alphabet[value ^ (1 << (at % 6))] + after;
}

describe("what was changed on its way", () => {
  it.each(cheap)("%s: is refused", async (alg) => {
    const token = tokenOf(alg);
    await fc.assert(
      fc.asyncProperty(mutation, async (change) => {
        const changed = mutate(token, change);
        fc.pre(changed !== token);
        expect(await accepts(ours(alg).verify(changed))).toBe(false);
      }),
      { numRuns: 80 },
    );
  });
});

describe("a good token but for a few members, well signed", () => {
  const odd = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.integer(),
    fc.constant(null),
    fc.boolean(),
    fc.array(fc.string(), { maxLength: 2 }),
  );
  const time = fc.oneof(
    fc.integer({ min: -70, max: 70 }).map((seconds) => now() + seconds),
    odd,
  );
  const change = (part: "header" | "payload", name: string, value: fc.Arbitrary<unknown>) =>
    value.map((chosen) => ({ part, name, value: chosen }));
  const changes = fc.array(
    fc.oneof(
      change("header", "alg", fc.oneof(fc.constantFrom("HS256", "none", "HS512", "RS256"), odd)),
      change("header", "typ", fc.oneof(fc.constantFrom("JWT", "at+jwt", undefined), odd)),
      change("header", "kid", odd),
      change("header", "crit", fc.oneof(fc.constantFrom(["b64"], ["exp"], []), odd)),
      change("header", "b64", fc.boolean()),
      change("payload", "exp", fc.oneof(time, fc.constant(undefined))),
      change("payload", "nbf", time),
      change("payload", "iat", time),
      change("payload", "iss", fc.oneof(fc.constantFrom(issuer, undefined), odd)),
      change("payload", "aud", fc.oneof(fc.constantFrom([audience], ["x", audience], ["x"], []), odd)),
      change("payload", "sub", odd),
    ),
    { minLength: 1, maxLength: 3 },
  );

  it("jose refuses nothing that we accept", async () => {
    const seen = { accepted: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(changes, async (list) => {
        const parts = { header: { alg: "HS256" } as Record<string, unknown>, payload: claims() };
        for (const { part, name, value } of list) parts[part][name] = value;
        const token = mint(parts.header, parts.payload, "HS256");
        const we = await accepts(ours("HS256").verify(token));
        seen[we ? "accepted" : "refused"]++;
        if (we) expect(await accepts(withJose(token, "HS256"))).toBe(true);
      }),
      { numRuns: 800 },
    );
    // Else the property says nothing.
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(20);
  });
});

it("known differences: we refuse, jose does not", async () => {
  const stricter = {
    "a name twice": mint('{"alg":"HS256","alg":"HS256"}', claims(), "HS256"),
    "iat in the future": tokenOf("HS256", { payload: { iat: now() + 50 } }),
    "another kind of token": tokenOf("HS256", { header: { typ: "logout+jwt" } }),
    "a compression": tokenOf("HS256", { header: { zip: "DEF" } }),
    "a subject that is no text": tokenOf("HS256", { payload: { sub: 7 } }),
    "more than 8192 characters": tokenOf("HS256", { payload: { pad: "x".repeat(9000) } }),
  };
  for (const [name, other] of Object.entries(stricter)) {
    expect([
      name,
      await accepts(ours("HS256").verify(other)),
      await accepts(withJose(other, "HS256")),
    ]).toEqual([name, false, true]);
  }
});
