import { afterEach, describe, expect, it, vi } from "vitest";
import {
  type App,
  type AppOptions,
  BootGuardError,
  bearerAuth,
  type GuardName,
  type Hooks,
  markAuthHook,
  type Route,
  requireScopes,
  secureHeaders,
  type Violation,
} from "../../../../templates/packages/core/src/index.ts";
import { hello, loggedApp, ok, problemOf, quietApp } from "../apps.ts";

afterEach(() => vi.unstubAllEnvs());

const strong = "mV3kq0c2yXn8Zr5tPw7sB1dF6hJ9lQ4aE+o/u.~_-iG";
const bearer = bearerAuth({ validate: () => true });

function violationsOf(app: App): readonly Violation[] {
  try {
    app.ready();
  } catch (error) {
    if (error instanceof BootGuardError) return error.violations;
    throw error;
  }
  return [];
}

interface Case {
  guard: GuardName;
  name: string;
  build: (app: App) => unknown;
  options?: AppOptions;
  env?: Record<string, string>;
  message?: string;
}

const write = { responses: ok };
const read = { responses: ok };

const refused: Case[] = [
  ...(["post", "put", "patch", "delete"] as const).map((method) => ({
    guard: "unauthenticated-write" as const,
    name: `an open ${method}`,
    build: (app: App) => app[method]("/a", write, hello),
    message: `${method.toUpperCase()} /a changes state and no authentication hook protects it.`,
  })),
  {
    guard: "unauthenticated-write",
    name: "hooks that are not authentication",
    build: (app) => app.post("/a", { ...write, hooks: { preBody() {} } }, hello),
  },
  {
    guard: "unauthenticated-write",
    name: "authentication of another group",
    build: (app) => app.group("/x", { hooks: bearer }, () => {}).post("/a", write, hello),
  },
  {
    guard: "unauthenticated-write",
    name: "a route of a mounted app that calls itself development",
    build: (app) => app.mount("/in", quietApp({ env: "development" }).post("/a", write, hello)),
    message: "POST /in/a changes state and no authentication hook protects it.",
  },
  {
    guard: "auth-without-hook",
    name: "a scheme that nothing enforces",
    build: (app) => app.get("/a", { ...read, auth: { scheme: "bearer" } }, hello),
    message: 'GET /a declares the security scheme "bearer" and no hook enforces it.',
  },
  {
    guard: "auth-without-hook",
    name: "another scheme than the one enforced",
    build: (app) => app.use(bearer).get("/a", { ...read, auth: { scheme: "basic" } }, hello),
  },
  {
    guard: "auth-without-hook",
    name: "a group's scheme",
    build: (app) => app.group("/g", { auth: { scheme: "bearer" } }, (group) => group.get("/a", read, hello)),
  },
  {
    guard: "auth-without-hook",
    name: "scopes that nobody demands",
    build: (app) =>
      app.get(
        "/a",
        { ...read, auth: { scheme: "bearer", scopes: ["a", "b"] }, hooks: [bearer, requireScopes(["a"])] },
        hello,
      ),
    message: "GET /a declares the scopes b and no hook demands them.",
  },
  {
    guard: "object-authorization",
    name: "an id behind authentication",
    build: (app) => app.use(bearer).get("/a/:id", read, hello),
    message:
      "GET /a/:id has an object's id in its path and does not say which principal may touch which object.",
  },
  {
    guard: "object-authorization",
    name: "a wildcard behind authentication",
    build: (app) => app.use(bearer).get("/files/*", read, hello),
  },
  {
    guard: "object-authorization",
    name: "an id in the prefix of a group",
    build: (app) => app.group("/:tenant", { hooks: bearer }, (group) => group.get("/a", read, hello)),
  },
  {
    guard: "object-authorization",
    name: "an id in the prefix of a mount",
    build: (app) => app.use(bearer).mount("/:tenant", quietApp().get("/a", read, hello)),
  },
  {
    guard: "object-authorization",
    name: "everyone, for no reason",
    build: (app) => app.use(bearer).get("/a/:id", { ...read, authorize: { any: " " } }, hello),
  },
  {
    guard: "open-metrics",
    name: "metrics of a mounted app that calls itself development",
    build: (app) => app.mount("/in", quietApp({ env: "development" }).metrics()),
    message: "app.metrics() refused in production: provide opts.token to require auth.",
  },
  {
    guard: "weak-secret",
    name: "a token from a factory that ran outside production",
    build: (app) => app.use(bearerAuth({ tokens: "short" })),
    message:
      "bearerAuth(): production secret is too short (5 bytes; require >= 32). Generate one with `openssl rand -base64 48` and load it from an env var.",
  },
  {
    guard: "insecure-defaults",
    name: "no secure headers",
    options: { secureHeaders: false },
    build: () => {},
    message: "new App(): secureHeaders is false in production.",
  },
  {
    guard: "insecure-defaults",
    name: "no cross-origin guard",
    options: { corsCrossOriginGuard: false },
    build: () => {},
    message: "new App(): corsCrossOriginGuard is false in production.",
  },
  {
    guard: "insecure-defaults",
    name: "no time limit",
    options: { requestTimeoutMs: 0 },
    build: () => {},
    message: "new App(): requestTimeoutMs is 0 in production.",
  },
  {
    guard: "insecure-defaults",
    name: "a cap that is none",
    options: { bodyLimitBytes: Number.MAX_SAFE_INTEGER },
    build: () => {},
    message: "new App(): bodyLimitBytes is above 100 MiB in production.",
  },
  {
    guard: "insecure-defaults",
    name: "a cap that is none in a mounted app",
    build: (app) => app.mount("/in", quietApp({ bodyLimitBytes: 2 ** 40 })),
  },
  {
    guard: "tls-verification-off",
    name: "unverified TLS",
    env: { NODE_TLS_REJECT_UNAUTHORIZED: "0" },
    build: () => {},
    message:
      "NODE_TLS_REJECT_UNAUTHORIZED=0 refused in production: every outgoing TLS connection trusts anybody.",
  },
];

describe("refuses in production", () => {
  it.each(refused)("$guard: $name", ({ guard, build, options, env, message }) => {
    for (const [name, value] of Object.entries(env ?? {})) vi.stubEnv(name, value);
    const app = quietApp(options);
    build(app);
    const violations = violationsOf(app);
    expect(violations.map((one) => one.guard)).toContain(guard);
    const own = violations.filter((one) => one.guard === guard);
    expect(own).toHaveLength(1);
    if (message !== undefined) expect(own[0]?.message).toBe(message);
    expect(own[0]?.fix.length).toBeGreaterThan(20);
  });

  it.each(refused)("$guard: $name, unless it is waived with a reason, which is logged", (one) => {
    for (const [name, value] of Object.entries(one.env ?? {})) vi.stubEnv(name, value);
    const waive = { [one.guard]: "the reason", "unauthenticated-write": "x", "object-authorization": "x" };
    const { app, lines } = loggedApp({ ...one.options, waive });
    one.build(app);
    expect(violationsOf(app)).toEqual([]);
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: "warn",
        guard: one.guard,
        reason: waive[one.guard],
        setting: "waive",
      }),
    );
    expect(app.introspect().waivers).toEqual(waive);
  });

  it.each(refused)(
    "$guard: $name, but nowhere else, where development warns",
    ({ build, options, env, guard }) => {
      for (const [name, value] of Object.entries(env ?? {})) vi.stubEnv(name, value);
      const test = quietApp({ ...options, env: "test" });
      build(test);
      expect(violationsOf(test)).toEqual([]);
      const { app, lines } = loggedApp({ ...options, env: "development" });
      build(app);
      expect(violationsOf(app)).toEqual([]);
      // what a factory was given is judged by the environment alone
      if (guard !== "weak-secret")
        expect(lines).toContainEqual(expect.objectContaining({ level: "warn", guard }));
    },
  );
});

const check = () => true;
const marked: Hooks = markAuthHook({ preBody() {} }, { scheme: "mtls", scopes: ["a"] });
const accepted: [string, (app: App) => unknown, AppOptions?][] = [
  ["an empty app", () => {}],
  ["an open read", (app) => app.get("/a", read, hello).head("/b", read, hello)],
  ["a write that says it is public", (app) => app.post("/a", { ...write, auth: "public" }, hello)],
  ["a public group", (app) => app.group("/g", { auth: "public" }, (group) => group.post("/a", write, hello))],
  ["a write behind the app's hook", (app) => app.post("/a", write, hello).use(bearer)],
  [
    "a write behind the group's hook",
    (app) => app.group("/g", { hooks: bearer }, (g) => g.post("/a", write, hello)),
  ],
  ["a write behind its own hook", (app) => app.post("/a", { ...write, hooks: [bearer] }, hello)],
  [
    "a write behind the outer app's hook",
    (app) => app.use(bearer).mount("/in", quietApp().post("/a", write, hello)),
  ],
  [
    "a scheme that is enforced",
    (app) => app.use(bearer).get("/a", { ...read, auth: { scheme: "bearer" } }, hello),
  ],
  [
    "a marked hook with its scopes",
    (app) => app.get("/a", { ...read, auth: { scheme: "mtls", scopes: ["a"] }, hooks: marked }, hello),
  ],
  ["an id with authorize", (app) => app.use(bearer).get("/:id", { ...read, authorize: check }, hello)],
  [
    "an id with a hiding authorize",
    (app) => app.use(bearer).get("/:id", { ...read, authorize: { check, hide: true } }, hello),
  ],
  [
    "an id for everyone, with a reason",
    (app) => app.use(bearer).get("/:id", { ...read, authorize: { any: "catalogue" } }, hello),
  ],
  ["an id on an open route", (app) => app.get("/:id", read, hello)],
  ["metrics with a token", (app) => app.metrics({ token: strong })],
  ["health and readiness", (app) => app.healthcheck().readinesscheck({ token: strong })],
  ["secure headers of its own", (app) => app.use(secureHeaders()), { secureHeaders: false }],
  ["a large cap", () => {}, { bodyLimitBytes: 100 * 1024 * 1024 }],
];

it.each(accepted)("accepts %s", (_, build, options) => {
  const app = quietApp(options);
  build(app);
  expect(violationsOf(app)).toEqual([]);
});

it("reports every fault at once, each with its fix, as text and as data", () => {
  const app = quietApp({ requestTimeoutMs: 0, secureHeaders: false });
  app.post("/a", write, hello).get("/b", { ...read, auth: { scheme: "bearer" } }, hello);
  app.use({}).mount("/in", quietApp().put("/:id", { ...write, hooks: bearer }, hello));
  const violations = violationsOf(app);
  expect(violations.map((one) => one.guard).sort()).toEqual([
    "auth-without-hook",
    "insecure-defaults",
    "insecure-defaults",
    "object-authorization",
    "unauthenticated-write",
  ]);
  const report = String(new BootGuardError(violations));
  expect(report).toContain("Refusing to start: 5 faults in the configuration.");
  for (const { guard, message, fix } of violations) {
    expect(report).toContain(`[${guard}] ${message}`);
    expect(report).toContain(`Fix: ${fix}`);
  }
  expect(JSON.parse(JSON.stringify(violations))).toEqual(violations);
});

describe("a refused app", () => {
  it("answers nothing but 500, judges once and logs once", async () => {
    const { app, lines } = loggedApp();
    app.get("/ok", read, hello).healthcheck().post("/a", write, hello);
    for (const path of ["/ok", "/healthz", "/missing"]) {
      const response = await app.request(path);
      expect([response.status, (await problemOf(response)).detail]).toEqual([500, undefined]);
    }
    expect(() => app.ready()).toThrow(BootGuardError);
    const fatal = lines.filter((line) => line.level === "fatal");
    expect(fatal).toHaveLength(1);
    expect(fatal[0]?.["violations"]).toHaveLength(1);
  });
});

describe("what factories and methods see at once", () => {
  it("throw by the process environment: anything but development and test is production", () => {
    for (const env of ["production", "staging", "prod", "Development", ""]) {
      vi.stubEnv("DALOY_ENV", env);
      expect(() => bearerAuth({ tokens: "short" })).toThrow(BootGuardError);
    }
    for (const env of ["development", "test"]) {
      vi.stubEnv("DALOY_ENV", env);
      expect(() => bearerAuth({ tokens: "short" })).not.toThrow();
    }
  });

  it("NODE_ENV counts where DALOY_ENV is not set, and neither is production", () => {
    vi.stubEnv("DALOY_ENV", undefined);
    vi.stubEnv("NODE_ENV", "test");
    expect(() => bearerAuth({ tokens: "short" })).not.toThrow();
    expect(quietApp({ env: undefined }).introspect().env).toBe("test");
    vi.stubEnv("NODE_ENV", undefined);
    expect(() => bearerAuth({ tokens: "short" })).toThrow(/\[weak-secret\]/);
    expect(quietApp({ env: undefined }).introspect().env).toBe("production");
    expect(quietApp({ env: "staging" }).introspect().env).toBe("production");
  });

  it.each([undefined, "", "short", "a".repeat(40), "changeme-changeme-changeme-changeme"])(
    "app.metrics({ token: %j }) and a readiness token like it are refused by the app's own environment",
    (token) => {
      const guard = token
        ? "[weak-secret] app.metrics()"
        : "[open-metrics] app.metrics() refused in production";
      expect(() => quietApp().metrics({ token })).toThrow(guard);
      expect(() => quietApp({ env: "test" }).metrics({ token })).not.toThrow();
      if (token !== undefined)
        expect(() => quietApp().readinesscheck({ token })).toThrow("app.readinesscheck()");
      const waive = { "weak-secret": "a", "open-metrics": "b" };
      expect(() => quietApp({ waive }).metrics({ token })).not.toThrow();
    },
  );
});

describe("DALOY_BUILD=1", () => {
  it("opens the door for describing an app without its secrets, and for nothing else", async () => {
    vi.stubEnv("DALOY_BUILD", "1");
    vi.stubEnv("DALOY_ENV", "production");
    const app = quietApp()
      .use(bearerAuth({ tokens: "" }))
      .metrics()
      .post("/open", write, hello);
    expect(() => app.ready()).not.toThrow();
    expect(app.introspect().routes.map((route) => route.path)).toEqual(["/metrics", "/open"]);
    expect((await app.request("/open", { method: "POST" })).status).toBe(500);
    expect((await app.request("/missing")).status).toBe(500);
  });

  it.each(["0", "true", "yes", ""])("is not opened by %j", (value) => {
    vi.stubEnv("DALOY_BUILD", value);
    expect(() => quietApp().post("/open", write, hello).ready()).toThrow(BootGuardError);
  });
});

it("introspection names what protects each route, and no secret", () => {
  const app = quietApp()
    .use(bearerAuth({ tokens: strong }))
    .metrics({ token: `${strong}2` });
  const route: Partial<Route> = { auth: { scheme: "bearer", scopes: ["a"] }, bodyLimitBytes: 5 };
  app.get("/a/:id", { ...read, ...route, authorize: check, hooks: requireScopes(["a"]) }, hello);
  const described = app.introspect();
  expect(described.routes.at(-1)).toMatchObject({
    method: "GET",
    path: "/a/:id",
    enforced: ["bearer"],
    authorize: "check",
    bodyLimitBytes: 5,
    hooks: ["bearerAuth()", "requireScopes()"],
    builtIn: false,
  });
  expect(JSON.stringify(described)).not.toContain(strong);
});
