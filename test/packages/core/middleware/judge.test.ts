import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const weak = new TextEncoder().encode("k".repeat(32));
const options = { algorithms: ["HS256"], key: weak } as const;

/** As on Workers: no process, and modules that are loaded afresh. */
async function load() {
  vi.resetModules();
  const core = await import("../../../../templates/packages/core/src/index.ts");
  Object.defineProperty(process, "env", { value: undefined, configurable: true, writable: true });
  return core;
}

describe("secrets of what is no middleware, where there is no process environment", () => {
  const { env } = process;
  beforeEach(() => expect(env).toBeDefined());
  afterEach(() => {
    Object.defineProperty(process, "env", { value: env, configurable: true, writable: true });
  });

  it.each(["verifier", "signer"] as const)("a weak one of a %s keeps the app from booting", async (what) => {
    const { App, createJwtSigner, createJwtVerifier } = await load();
    if (what === "verifier") createJwtVerifier(options);
    else createJwtSigner({ alg: "HS256", key: weak, maxLifetimeSeconds: 60 });
    const boot = (environment: string) => () => new App({ env: environment, logger: false }).ready();
    expect(boot("production")).toThrow(/\[weak-secret\] createJwt/);
    expect(boot("development")).not.toThrow();
  });

  it("once an app has booted, it is refused where it is made", async () => {
    const { App, createJwtVerifier } = await load();
    new App({ env: "production", logger: false }).ready();
    expect(() => createJwtVerifier(options)).toThrow(/\[weak-secret\]/);
  });

  it("a waiver holds for it too", async () => {
    const { App, createJwtVerifier } = await load();
    createJwtVerifier(options);
    const waive = { "weak-secret": "a test" };
    expect(() => new App({ env: "production", logger: false, waive }).ready()).not.toThrow();
  });
});
