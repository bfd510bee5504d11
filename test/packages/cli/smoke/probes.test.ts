import { describe, expect, it } from "vitest";
import { askNaiveApp } from "../support/naive-target.ts";

const failed = async (faults: readonly string[], options = {}) =>
  (await askNaiveApp(faults, options)).filter(({ ok }) => !ok);

describe("what is asked of the running app", () => {
  it("holds for an app without a fault", async () => {
    const checks = await askNaiveApp([]);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks.map(({ name }) => name)).toMatchInlineSnapshot(`
      [
        "health has the secure headers",
        "errors have the secure headers",
        "GET /metrics without a token is 401",
        "POST /books without a token is 401",
        "POST /books with a wrong token is 401",
        "an unknown path is 404",
        "an undeclared method is 405 with Allow",
        "a valid POST /books is accepted",
        "a declared body over 65536 bytes is 413",
        "a streamed body over 65536 bytes is 413",
        "text/plain is 415",
        "an unknown key is 422",
        "a __proto__ key is harmless",
        "POST /fetch-cover refuses 169.254.169.254",
        "POST /fetch-cover refuses this machine",
        "a cross-origin write is 403",
        "the docs are off",
        "forwarded headers need a decision",
      ]
    `);
  });

  const headers = "health has the secure headers";
  const proto = "a __proto__ key is harmless";
  const write = "POST /books";
  it.each([
    ["no-content-security-policy", headers, "content-security-policy"],
    ["no-strict-transport-security", headers, "strict-transport-security"],
    ["hsts-off", headers, "strict-transport-security"],
    ["no-x-content-type-options", headers, "x-content-type-options"],
    ["no-referrer-policy", headers, "referrer-policy"],
    ["no-cross-origin-opener-policy", headers, "cross-origin-opener-policy"],
    ["no-cross-origin-resource-policy", headers, "cross-origin-resource-policy"],
    ["powered-by", headers, "x-powered-by"],
    ["bare-errors", "errors have the secure headers", "content-security-policy"],
    ["open-secured", "GET /metrics without a token is 401", "got 200"],
    ["no-challenge", "GET /metrics without a token is 401", "without a challenge"],
    ["open-write", `${write} without a token is 401`, "got 201"],
    ["any-token", `${write} with a wrong token is 401`, "got 201"],
    ["html-404", "an unknown path is 404", "got text/html"],
    ["no-405", "an undeclared method is 405 with Allow", "got 404"],
    ["no-allow", "an undeclared method is 405 with Allow", "(none)"],
    ["refuses-valid", `a valid ${write} is accepted`, "got 409"],
    ["no-declared-cap", "a declared body over 65536 bytes is 413", "got 201"],
    ["no-streamed-cap", "a streamed body over 65536 bytes is 413", "got 201"],
    ["any-type", "text/plain is 415", "got 201"],
    ["unknown-keys", "an unknown key is 422", "got 201"],
    ["proto-crash", proto, "got 500"],
    ["proto-shape", proto, "expected the members id,title"],
    ["proto-echo", proto, "expected no trace"],
    ["proto-lasting", proto, "201 again afterwards"],
    ["fetch-metadata", "POST /fetch-cover refuses 169.254.169.254", "got 502"],
    ["fetch-hangs", "POST /fetch-cover refuses 169.254.169.254", "none within 300 ms"],
    ["fetch-loopback", "POST /fetch-cover refuses this machine", "expected no connection, got one"],
    ["cross-origin", "a cross-origin write is 403", "got 201"],
    ["docs", "the docs are off", "/docs, got 200"],
    ["openapi", "the docs are off", "/openapi.yaml, got 200"],
    ["forwarded-taken", "forwarded headers need a decision", "got 200"],
    ["forwarded-unlogged", "forwarded headers need a decision", "got none"],
    ["forwarded-floods", "forwarded headers need a decision", "got 2"],
  ])("finds %s, and nothing else", async (fault, name, detail) => {
    const options = fault === "fetch-hangs" ? { answerMs: 300 } : {};
    const found = await failed([fault], options);
    expect(found.map((check) => check.name)).toEqual([name]);
    expect(found[0]?.detail).toContain(detail);
    expect(found[0]?.detail).toContain("expected");
  });

  it("takes frame-ancestors for X-Frame-Options, but not neither", async () => {
    expect(await failed(["no-x-frame-options"])).toEqual([]);
    const [found] = await failed(["no-x-frame-options", "no-content-security-policy"]);
    expect(found?.detail).toContain("content-security-policy, x-frame-options");
  });

  it("asks an overloaded app again", async () => {
    expect(await failed(["overloaded"])).toEqual([]);
  });

  it("lets a poisoned body be refused", async () => {
    expect(await failed(["proto-refused"])).toEqual([]);
  });

  it.each(["fetch-other-field", "fetch-scope"])("does not take %s for the guard's refusal", async (fault) => {
    const found = await failed([fault]);
    expect(found).toHaveLength(2);
    for (const { detail } of found) expect(detail).toContain("did not reach it");
  });

  it("goes by TRUST_PROXY where it is decided", async () => {
    expect(await failed([], { env: { TRUST_PROXY: "none" } })).toEqual([]);
    const [found] = await failed(["forwarded-always-refused"], { env: { TRUST_PROXY: "none" } });
    expect(found?.name).toBe("forwarded headers need a decision");
  });
});
