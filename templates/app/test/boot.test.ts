import assert from "node:assert/strict";
import { test } from "node:test";
import { BootGuardError } from "@daloyjs/core";
import { generateOpenAPI } from "@daloyjs/core/openapi";
import { name } from "../src/project.ts";
import { required, testApp } from "./support.ts";

/** The guards that keep an app with this environment from starting. */
function refusalsOf(variables: Record<string, string | undefined>): string[] {
  try {
    testApp(variables).ready();
  } catch (error) {
    assert.ok(error instanceof BootGuardError, String(error));
    return error.violations.map(({ guard }) => guard);
  }
  return [];
}

test("a sound configuration starts", () => {
  assert.deepEqual(refusalsOf({ CORS_ORIGINS: "https://app.example.com" }), []);
});

for (const [what, variables, guard] of [
  ["a wildcard CORS origin", { CORS_ORIGINS: "*" }, "cors-wildcard"],
  ["a wildcard among CORS origins", { CORS_ORIGINS: "https://app.example.com,*" }, "cors-wildcard"],
  ["metrics without a token", { METRICS_TOKEN: "" }, "open-metrics"],
  ["a short metrics token", { METRICS_TOKEN: "metrics" }, "weak-secret"],
  ["a placeholder for a secret", { METRICS_TOKEN: "changeme-changeme-changeme-changeme" }, "weak-secret"],
  ["a repeated character for a password", { ADMIN_PASSWORD: "x".repeat(64) }, "weak-secret"],
  ["a missing password", { ADMIN_PASSWORD: undefined }, "weak-secret"],
] as const) {
  test(`${what} is refused in production`, () => {
    assert.deepEqual([...new Set(refusalsOf(variables))], [guard]);
  });
}

test("an environment that nobody named is production", () => {
  assert.deepEqual(refusalsOf({ DALOY_ENV: undefined, NODE_ENV: undefined, METRICS_TOKEN: "" }), [
    "open-metrics",
  ]);
});

test("a build step describes the app without a secret, and cannot run it", async () => {
  process.env["DALOY_BUILD"] = "1";
  try {
    const unset = Object.fromEntries(Object.keys(required).map((name) => [name, undefined]));
    const app = testApp({
      ...unset,
      REDIS_URL: required["REDIS_URL"],
      DALOY_BUILD: "1",
      METRICS_TOKEN: undefined,
      ADMIN_PASSWORD: undefined,
    });
    const { info, paths } = generateOpenAPI(app);
    assert.equal(info.title, name);
    assert.notDeepEqual(paths, {});
    assert.equal((await app.request("/healthz")).status, 500);
  } finally {
    delete process.env["DALOY_BUILD"];
  }
});

test("a write route that asks nobody who they are is refused", () => {
  const app = testApp();
  app.post("/open", { responses: { 204: {} } }, () => ({ status: 204 }));
  assert.throws(
    () => app.ready(),
    (error) => error instanceof BootGuardError && error.violations[0]?.guard === "unauthenticated-write",
  );
});
