import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "./support.ts";

test("one client may make only so many requests in a minute", async () => {
  const app = testApp({ RATE_LIMIT_PER_MINUTE: "2" });
  assert.equal((await app.request("/healthz")).status, 200);
  assert.equal((await app.request("/healthz")).status, 200);
  const third = await app.request("/healthz");
  assert.equal(third.status, 429);
  assert.match(third.headers.get("retry-after") ?? "", /^\d+$/);
});

test("clients do not share a limit", async () => {
  const app = testApp({ RATE_LIMIT_PER_MINUTE: "1", TRUST_PROXY: "hops:1" });
  const from = async (address: string) =>
    (await app.request("/healthz", { headers: { "x-forwarded-for": address } })).status;
  assert.equal(await from("198.51.100.7"), 200);
  assert.equal(await from("198.51.100.7"), 429);
  assert.equal(await from("198.51.100.8"), 200);
});
