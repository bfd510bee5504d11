import assert from "node:assert/strict";
import { test } from "node:test";
import { bearer, problemOf, testApp, tokens } from "./support.ts";

test("GET /healthz answers everyone, with the security headers and a request id", async () => {
  const response = await testApp().request("/healthz");
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: "ok" });
  assert.match(response.headers.get("content-security-policy") ?? "", /default-src 'self'/);
  assert.match(response.headers.get("strict-transport-security") ?? "", /max-age=\d{8}/);
  assert.equal(response.headers.get("x-content-type-options"), "nosniff");
  assert.match(response.headers.get("x-request-id") ?? "", /^[\da-f-]{36}$/);
});

test("GET /readyz answers 200, and 503 once the app drains", async () => {
  const app = testApp();
  assert.equal((await app.request("/readyz")).status, 200);
  await app.shutdown();
  assert.equal((await app.request("/readyz")).status, 503);
});

test("GET /metrics needs its own token", async () => {
  const app = testApp();
  const open = await app.request("/metrics");
  assert.equal(open.status, 401);
  assert.match(open.headers.get("www-authenticate") ?? "", /^Bearer/);
  assert.equal((await app.request("/metrics", { headers: bearer(tokens.write) })).status, 401);

  const metrics = await app.request("/metrics", { headers: bearer(tokens.metrics) });
  assert.equal(metrics.status, 200);
  assert.match(await metrics.text(), /^# HELP /);
});

test("an unknown path is a 404 problem with the security headers", async () => {
  const response = await testApp().request("/nowhere");
  assert.equal(response.status, 404);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  assert.equal(response.headers.get("x-frame-options"), "DENY");
  assert.equal((await problemOf(response)).title, "Not Found");
});

test("a method that a path does not have is a 405 that lists those it has", async () => {
  const response = await testApp().request("/healthz", { method: "DELETE" });
  assert.equal(response.status, 405);
  assert.match(response.headers.get("allow") ?? "", /\bGET\b/);
});

test("forwarded headers are refused until somebody decides whom to trust", async () => {
  const headers = { "x-forwarded-for": "198.51.100.7" };
  assert.equal((await testApp().request("/healthz", { headers })).status, 500);
  assert.equal((await testApp({ TRUST_PROXY: "none" }).request("/healthz", { headers })).status, 200);
});

test("an overloaded process refuses requests, and says when to come back", async () => {
  const app = testApp({ LOAD_SHEDDING: "on" });
  app.get("/work", { responses: { 204: {} } }, () => ({ status: 204 }));
  assert.equal((await app.request("/work")).status, 204);
  for (const end = performance.now() + 1500; performance.now() < end; );
  const response = await app.request("/work");
  assert.equal(response.status, 503);
  assert.match(response.headers.get("retry-after") ?? "", /^\d+$/);
  assert.equal((await app.request("/healthz")).status, 200);
});

test("only the listed origins may read responses from a browser", async () => {
  const app = testApp({ CORS_ORIGINS: "https://app.example.com" });
  const from = async (origin: string) => {
    const response = await app.request("/healthz", { headers: { origin } });
    return response.headers.get("access-control-allow-origin");
  };
  assert.equal(await from("https://app.example.com"), "https://app.example.com");
  assert.equal(await from("https://evil.example"), null);
});

test("no origin is listed by default", async () => {
  const response = await testApp().request("/healthz", { headers: { origin: "https://app.example.com" } });
  assert.equal(response.headers.get("access-control-allow-origin"), null);
  assert.equal(response.headers.get("vary"), null);
});
