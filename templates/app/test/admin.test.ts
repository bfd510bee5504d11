import assert from "node:assert/strict";
import { test } from "node:test";
import { name, version } from "../src/project.ts";
import { adminPassword, problemOf, testApp } from "./support.ts";

/** A request as it comes from an address: behind one proxy, which says whose it is. */
async function ask(address: string | undefined, password?: string, variables: Record<string, string> = {}) {
  const app = testApp({ TRUST_PROXY: "hops:1", ...variables });
  const headers = {
    ...(address === undefined ? {} : { "x-forwarded-for": address }),
    ...(password === undefined ? {} : { authorization: `Basic ${btoa(`admin:${password}`)}` }),
  };
  return app.request("/admin/status", { headers });
}

test("who runs the service sees what is running, and no secret", async () => {
  const response = await ask("127.0.0.1", adminPassword);
  assert.equal(response.status, 200);
  const text = await response.text();
  const { waivers, limits, ...status } = JSON.parse(text);
  assert.deepEqual(status, {
    name,
    version,
    environment: "production",
    trustProxy: "hops:1",
    corsOrigins: [],
    rateLimitPerMinute: 300,
    loadShedding: false,
  });
  assert.deepEqual(waivers, {});
  assert.equal(limits.bodyLimitBytes, 65_536);
  assert.ok(!text.includes(adminPassword));
});

test("the password is asked for, and it must be right", async () => {
  for (const password of [undefined, "", "admin", `${adminPassword}x`]) {
    const response = await ask("127.0.0.1", password);
    assert.equal(response.status, 401);
    assert.match(response.headers.get("www-authenticate") ?? "", /^Basic realm="/);
  }
});

test("the right password from elsewhere is 403, and so is an address that nobody knows", async () => {
  for (const address of ["198.51.100.7", "10.0.0.1", undefined]) {
    const response = await ask(address, adminPassword);
    assert.equal(response.status, 403);
    assert.equal((await problemOf(response)).detail, "Requests from this address are not accepted.");
  }
});

test("ADMIN_ALLOWED_IPS says from where", async () => {
  const allowed = { ADMIN_ALLOWED_IPS: "10.0.0.0/8" };
  assert.equal((await ask("10.1.2.3", adminPassword, allowed)).status, 200);
  assert.equal((await ask("127.0.0.1", adminPassword, allowed)).status, 403);
});
