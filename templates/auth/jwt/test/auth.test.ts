import assert from "node:assert/strict";
import { test } from "node:test";
import { App, BootGuardError, requireScopes } from "@daloyjs/core";
import { authenticate } from "../src/auth.ts";
import { ConfigError } from "../src/config.ts";
import { name } from "../src/project.ts";
import { scopes } from "../src/scopes.ts";
import { createKeyPair, issuer, sign } from "./auth.ts";
import { bearer, configFrom, testApp, tokens } from "./support.ts";

const scope = scopes.read.join(" ");
const development = await createKeyPair("daloy-development");
const developmentKeys = JSON.stringify({ keys: [development.publicKey] });
/** As on a developer's machine: the key of create-daloy, and no provider. */
const onDevelopersMachine = {
  DALOY_ENV: "development",
  JWT_JWKS: undefined,
  JWT_ISSUER: undefined,
  JWT_DEV_JWKS: developmentKeys,
};

/** What an app answers that demands a token with the scope to read. */
async function answerTo(token: string, variables: Record<string, string | undefined> = {}) {
  const hooks = [authenticate(configFrom(variables)), requireScopes(scopes.read)];
  const app = new App({ env: "test", logger: false });
  app.get("/me", { responses: { 200: {} }, hooks }, ({ state }) => ({ status: 200, body: state.user }));
  return app.request("/me", { headers: bearer(token) });
}

function faultsOf(variables: Record<string, string | undefined>): readonly string[] {
  try {
    configFrom(variables);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.faults;
  }
  return [];
}

test("a token of the provider stands for its subject and its scopes", async () => {
  const response = await answerTo(tokens.read);
  assert.equal(response.status, 200);
  const { sub, scopes: held } = JSON.parse(await response.text());
  assert.deepEqual({ sub, held }, { sub: "ann", held: scopes.read });
});

test("a token without the scope is 403", async () => {
  assert.equal((await answerTo(await sign({ scope: "profile" }))).status, 403);
});

const stranger = await createKeyPair("provider-1");
for (const [what, token] of [
  ["another issuer", await sign({ scope, iss: "https://evil.example/" })],
  ["another audience", await sign({ scope, aud: "another-api" })],
  ["another key", await sign({ scope }, stranger.privateKey)],
  ["the development key", await sign({ scope, iss: "urn:daloy:development" }, development.privateKey)],
  ["no signature", `${(await sign({ scope })).split(".").slice(0, 2).join(".")}.`],
] as const) {
  test(`a token of ${what} is 401`, async () => {
    const response = await answerTo(token);
    assert.equal(response.status, 401);
    assert.match(response.headers.get("www-authenticate") ?? "", /^Bearer .*invalid_token/);
  });
}

test("JWT_AUDIENCE and JWT_ALGORITHMS say what is accepted", async () => {
  const elsewhere = await sign({ scope, aud: "https://api.example.com" });
  assert.equal((await answerTo(elsewhere, { JWT_AUDIENCE: "https://api.example.com" })).status, 200);
  assert.equal((await answerTo(tokens.read, { JWT_AUDIENCE: "https://api.example.com" })).status, 401);
  const providerWithRsa = {
    JWT_ALGORITHMS: "RS256",
    JWT_JWKS: undefined,
    JWT_JWKS_URI: "https://id.example.com/jwks",
  };
  assert.equal((await answerTo(tokens.read, providerWithRsa)).status, 401);
});

test("while developing, tokens of `daloy token` are accepted, and those of nobody else", async () => {
  const own = await sign({ scope, iss: "urn:daloy:development" }, development.privateKey);
  assert.equal((await answerTo(own, onDevelopersMachine)).status, 200);
  assert.equal((await answerTo(tokens.read, onDevelopersMachine)).status, 401);
  const asProvider = await sign({ scope, iss: issuer }, development.privateKey);
  assert.equal((await answerTo(asProvider, onDevelopersMachine)).status, 401);
});

for (const [what, variables] of [
  ["the development key alone", { ...onDevelopersMachine, DALOY_ENV: "production" }],
  [
    "the development key where nobody named the environment",
    { ...onDevelopersMachine, DALOY_ENV: undefined },
  ],
  ["the development key as the provider's", { JWT_JWKS: developmentKeys }],
] as const) {
  test(`${what} is refused in production`, () => {
    assert.throws(
      () => testApp(variables),
      (error) =>
        error instanceof BootGuardError &&
        error.violations[0]?.guard === "weak-secret" &&
        error.message.includes("set JWT_JWKS_URI and JWT_ISSUER"),
    );
  });
}

test("keys come from one place", () => {
  const [fault, ...others] = faultsOf({
    JWT_DEV_JWKS: developmentKeys,
    JWT_JWKS_URI: "https://id.example.com/jwks",
  });
  assert.match(fault ?? "", /^JWT_JWKS_URI must not be set beside JWT_JWKS and JWT_DEV_JWKS/);
  assert.deepEqual(others, []);
});

test("a provider must be named, with its issuer", () => {
  const faults = faultsOf({ JWT_JWKS: undefined, JWT_ISSUER: undefined });
  assert.deepEqual(
    faults.map((fault) => fault.split(" must be set")[0]),
    ["JWT_JWKS_URI", "JWT_ISSUER"],
  );
});

test("the audience is this project's name unless it is set", () => {
  assert.equal(configFrom().auth.JWT_AUDIENCE, name);
});

for (const [variable, values] of Object.entries({
  JWT_JWKS_URI: ["http://id.example.com/jwks", "id.example.com", "file:///jwks.json"],
  JWT_JWKS: ["{", "[]", '{"keys":[{}]}'],
  JWT_ALGORITHMS: ["HS256", "none", "RS256,HS256", "rs256"],
})) {
  for (const value of values) {
    test(`${variable}=${value} is refused, by name and without the value`, () => {
      const [fault, ...others] = faultsOf({
        JWT_JWKS: undefined,
        JWT_JWKS_URI: undefined,
        [variable]: value,
      });
      assert.match(fault ?? "", new RegExp(`^${variable} must `));
      assert.deepEqual(
        others.filter((other) => !other.startsWith("JWT_JWKS_URI must be set")),
        [],
      );
    });
  }
}
