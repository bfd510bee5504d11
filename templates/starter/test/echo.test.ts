import assert from "node:assert/strict";
import { test } from "node:test";
import { App, bearerAuth } from "@daloyjs/core";
import { runContractTests } from "@daloyjs/core/contract";
import { echoRoutes } from "../src/echo/routes.ts";
import { bearer, json, problemOf, testApp, tokens } from "./support.ts";

test("GET /hello greets everyone", async () => {
  const response = await testApp().request("/hello");
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { message: "Hello!" });
});

test("POST /echo sends the message back to the write token", async () => {
  const response = await testApp().request("/echo", json({ message: " Hi " }, tokens.write));
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { message: "Hi" });
});

test("POST /echo without a valid token is 401 with a challenge", async () => {
  const app = testApp();
  for (const request of [json({ message: "Hi" }), json({ message: "Hi" }, tokens.metrics)]) {
    const response = await app.request("/echo", request);
    assert.equal(response.status, 401);
    assert.match(response.headers.get("www-authenticate") ?? "", /^Bearer realm="/);
  }
});

test("POST /echo with the read token is 403: it lacks the scope", async () => {
  const response = await testApp().request("/echo", json({ message: "Hi" }, tokens.read));
  assert.equal(response.status, 403);
  assert.match(response.headers.get("www-authenticate") ?? "", /insufficient_scope.*echo:write/);
});

for (const [what, body, path] of [
  ["a missing message", {}, "/body/message"],
  ["an empty message", { message: " " }, "/body/message"],
  ["an unknown key", { message: "Hi", admin: true }, "/body/admin"],
] as const) {
  test(`${what} is a 422 that names it`, async () => {
    const response = await testApp().request("/echo", json(body, tokens.write));
    assert.equal(response.status, 422);
    assert.equal((await problemOf(response)).errors?.[0]?.path, path);
  });
}

test("a __proto__ key is harmless", async () => {
  const body = '{"message":"Hi","__proto__":{"admin":true}}';
  const response = await testApp().request("/echo", json(body, tokens.write));
  assert.equal(response.status, 200);
  assert.equal(await response.text(), '{"message":"Hi"}');
  assert.equal(Reflect.get({}, "admin"), undefined);
});

test("a body that is no JSON is 400, and one that does not claim to be is 415", async () => {
  const app = testApp();
  assert.equal((await app.request("/echo", json("{", tokens.write))).status, 400);
  const text = {
    method: "POST",
    headers: { "content-type": "text/plain", ...bearer(tokens.write) },
    body: "{}",
  };
  assert.equal((await app.request("/echo", text)).status, 415);
});

test("a body over 64 KiB is 413", async () => {
  const body = { message: "x".repeat(65_536) };
  assert.equal((await testApp().request("/echo", json(body, tokens.write))).status, 413);
});

test("a write that another site's page sent is 403", async () => {
  const request = json({ message: "Hi" }, tokens.write);
  const headers = { ...request.headers, origin: "https://evil.example" };
  assert.equal((await testApp().request("/echo", { ...request, headers })).status, 403);
});

test("the contract holds for whatever the write token sends", async () => {
  const verify = bearerAuth({ tokens: [{ token: tokens.write, user: { scopes: ["echo:write"] } }] });
  const app = new App({ logger: false }).routes(echoRoutes(verify));
  const fuzz = { runs: 50, seed: 1, headers: bearer(tokens.write) };
  assert.deepEqual((await runContractTests(app, { fuzz })).issues, []);
});
