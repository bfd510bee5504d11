import assert from "node:assert/strict";
import { test } from "node:test";
import { App, BootGuardError, requireScopes } from "@daloyjs/core";
import { authenticate } from "../src/auth.ts";
import { scopes } from "../src/scopes.ts";
import { authEnvironment } from "./auth.ts";
import { bearer, configFrom, testApp, tokens } from "./support.ts";

/** An app that says who called. */
function whoAmI(variables: Record<string, string> = {}) {
  return new App({ env: "test", logger: false }).get(
    "/me",
    { responses: { 200: {} }, hooks: [authenticate(configFrom(variables)), requireScopes(scopes.read)] },
    ({ state }) => ({ status: 200, body: state.user }),
  );
}

test("each token stands for its principal", async () => {
  const app = whoAmI();
  const who = async (token: string) => (await app.request("/me", { headers: bearer(token) })).json();
  assert.deepEqual(await who(tokens.read), { sub: "reader", scopes: scopes.read });
  assert.deepEqual(await who(tokens.write), { sub: "writer", scopes: scopes.write });
});

test("without one of the tokens it is 401", async () => {
  const app = whoAmI();
  for (const headers of [{}, bearer(tokens.metrics), { authorization: `Basic ${tokens.read}` }]) {
    const response = await app.request("/me", { headers });
    assert.equal(response.status, 401);
    assert.match(response.headers.get("www-authenticate") ?? "", /^Bearer /);
  }
});

test("who has one value for both tokens only reads", async () => {
  const { API_READ_TOKEN } = authEnvironment;
  const app = whoAmI({ API_WRITE_TOKEN: API_READ_TOKEN });
  const response = await app.request("/me", { headers: bearer(API_READ_TOKEN) });
  assert.deepEqual(await response.json(), { sub: "reader", scopes: scopes.read });
});

for (const [what, variables] of Object.entries({
  "a placeholder": { API_WRITE_TOKEN: "changeme" },
  "a repeated character": { API_READ_TOKEN: "x".repeat(64) },
  "a missing token": { API_WRITE_TOKEN: undefined },
})) {
  test(`${what} is refused in production`, () => {
    assert.throws(
      () => testApp(variables).ready(),
      (error) => error instanceof BootGuardError && error.violations[0]?.guard === "weak-secret",
    );
  });
}
