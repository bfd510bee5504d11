import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { GuardName, Hooks } from "../../../../templates/packages/core/src/index.ts";
import { hello, ok } from "../apps.ts";
import { strong } from "../session/browser.ts";

// What an app waives counts for the process until it is ready, so every test loads the core anew.
beforeEach(() => {
  vi.resetModules();
  vi.stubEnv("DALOY_ENV", "production");
});
afterEach(() => void vi.unstubAllEnvs());

async function load() {
  const core = await import("../../../../templates/packages/core/src/index.ts");
  return { ...core, ...(await import("../../../../templates/packages/core/src/session/index.ts")) };
}
type Core = Awaited<ReturnType<typeof load>>;

const silent = { env: "production", logger: false } as const;

/** Middleware that its own factory refuses in a production process. */
const judgedByFactories: [GuardName, string, (core: Core) => Hooks][] = [
  ["cors-wildcard", "cors()", ({ cors }) => cors({ origin: "*" })],
  ["insecure-cookie", "session()", ({ session }) => session(insecure)],
  ["insecure-cookie", "csrf()", ({ csrf }) => csrf(insecure)],
  ["weak-secret", "session()", ({ session }) => session({ secret: "short" })],
  ["weak-secret", "csrf()", ({ csrf }) => csrf({ secret: "short" })],
  ["weak-secret", "bearerAuth()", ({ bearerAuth }) => bearerAuth({ tokens: "short" })],
  ["weak-secret", "basicAuth()", ({ basicAuth }) => basicAuth({ users: { ann: "short" } })],
  [
    "weak-secret",
    "jwt()",
    ({ jwt }) =>
      jwt({ key: new Uint8Array(32), algorithms: ["HS256"], issuer: "https://id.example", audience: "a" }),
  ],
];
const insecure = { secret: strong, cookieName: "sid", cookie: { secure: false } };

describe.each(judgedByFactories)("%s of %s", (guard, _, make) => {
  it("throws where no app waives it, and says how one could", async () => {
    const core = await load();
    expect(() => make(core)).toThrow(core.BootGuardError);
    expect(() => make(core)).toThrow(`new App({ waive: { "${guard}": "…" } })`);
  });

  it("is left to the app that waives it before, which starts and logs the reason", async () => {
    const core = await load();
    const lines: string[] = [];
    const logger = core.createLogger({ write: (line) => lines.push(line) });
    const app = new core.App({ env: "production", logger, waive: { [guard]: "the reason" } });
    app.use(make(core)).ready();
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ level: "warn", guard, reason: "the reason" }),
    );
  });

  it("is refused all the same by an app that does not waive it", async () => {
    const core = await load();
    new core.App({ ...silent, waive: { [guard]: "the reason" } });
    expect(() => new core.App(silent).use(make(core)).ready()).toThrow(`[${guard}]`);
  });
});

describe("no waiver helps", () => {
  const hopeless: [GuardName, string, (core: Core) => unknown][] = [
    [
      "insecure-cookie",
      "a cookie that browsers drop",
      ({ session }) => session({ ...insecure, cookieName: "__Host-sid" }),
    ],
    ["cors-wildcard", "a wildcard with credentials", ({ cors }) => cors({ origin: "*", credentials: true })],
    [
      "jwks-symmetric",
      "shared secrets that are published",
      ({ jwt }) =>
        jwt({ jwksUri: "https://id.example/jwks", algorithms: ["HS256"], issuer: "a", audience: "b" }),
    ],
    [
      "weak-secret",
      "a signer, which belongs to no app",
      ({ createJwtSigner }) =>
        createJwtSigner({ alg: "HS256", key: new Uint8Array(32), maxLifetimeSeconds: 60 }),
    ],
    [
      "weak-secret",
      "a verifier, which belongs to no app",
      ({ createJwtVerifier }) => createJwtVerifier({ key: new Uint8Array(32), algorithms: ["HS256"] }),
    ],
  ];
  it.each(hopeless)("%s: %s", async (guard, _, make) => {
    const core = await load();
    new core.App({ ...silent, waive: { [guard]: "the reason" } });
    expect(() => make(core)).toThrow(`[${guard}]`);
    expect(() => make(core)).not.toThrow("new App({ waive");
  });

  it("nor where the factory could not judge", async () => {
    const core = await load();
    vi.stubEnv("DALOY_BUILD", "1");
    const hooks = core.session({ ...insecure, cookieName: "__Host-sid" });
    vi.stubEnv("DALOY_BUILD", "0");
    const app = new core.App({ ...silent, waive: { "insecure-cookie": "the reason" } }).use(hooks);
    expect(() => app.ready()).toThrow("browsers drop the cookie");
  });
});

it.each([
  ["starts", undefined],
  ["is refused", "/open"],
])("counts until the app %s, and for no factory after that", async (_, write) => {
  const core = await load();
  const app = new core.App({ ...silent, waive: { "cors-wildcard": "a public catalogue" } });
  const outer = new core.App({ ...silent, waive: { "weak-secret": "a closed network" } });
  expect(() => core.cors({ origin: "*" })).not.toThrow();
  app.use(core.cors({ origin: "*" }));
  if (write === undefined) app.ready();
  else expect(() => app.post(write, { responses: ok }, hello).ready()).toThrow("[unauthenticated-write]");
  expect(() => core.cors({ origin: "*" })).toThrow(core.BootGuardError);
  expect(() => core.bearerAuth({ tokens: "short" })).not.toThrow();
  outer.ready();
  expect(() => core.bearerAuth({ tokens: "short" })).toThrow(core.BootGuardError);
});

it("app.metrics() takes a token that is weak where the app waives that", async () => {
  const core = await load();
  const app = new core.App({ ...silent, waive: { "weak-secret": "a closed network" } });
  expect(() => app.metrics({ token: "short" }).ready()).not.toThrow();
});
