import { afterEach, describe, expect, it, vi } from "vitest";
import {
  type App,
  BootGuardError,
  csrf,
  every,
  except,
  type Hooks,
  type Violation,
} from "../../../../templates/packages/core/src/index.ts";
import { type SessionOptions, session } from "../../../../templates/packages/core/src/session/index.ts";
import { hello, loggedApp, ok, quietApp } from "../apps.ts";
import { strong, successor } from "../session/browser.ts";

afterEach(() => vi.unstubAllEnvs());

const cookieSession = session({ secret: strong });
const check = csrf({ secret: strong });
const open = { responses: ok, auth: "public" as const };

function violationsOf(app: Pick<App, "ready">): readonly Violation[] {
  try {
    app.ready();
  } catch (error) {
    if (error instanceof BootGuardError) return error.violations;
    throw error;
  }
  return [];
}

describe("session-without-csrf", () => {
  const without = (name: string) =>
    `${name} changes state with a cookie session, and nothing keeps other sites from sending it.`;
  const early = (name: string) =>
    `${name} has csrf() before session(), so its tokens are bound to no session.`;

  it.each<[string, (app: App) => unknown, string]>([
    ["the app's session", (app) => app.use(cookieSession).post("/a", open, hello), without("POST /a")],
    [
      "the app's session, used later",
      (app) => app.post("/a", open, hello).use(cookieSession),
      without("POST /a"),
    ],
    ["PUT", (app) => app.use(cookieSession).put("/a", open, hello), without("PUT /a")],
    ["PATCH", (app) => app.use(cookieSession).patch("/a", open, hello), without("PATCH /a")],
    ["DELETE", (app) => app.use(cookieSession).delete("/a", open, hello), without("DELETE /a")],
    [
      "the route's own session",
      (app) => app.post("/a", { ...open, hooks: cookieSession }, hello),
      without("POST /a"),
    ],
    [
      "csrf() of another group",
      (app) =>
        app
          .use(cookieSession)
          .group("/g", { hooks: check }, () => {})
          .post("/a", open, hello),
      without("POST /a"),
    ],
    [
      "a mounted app behind the outer app's session",
      (app) => app.use(cookieSession).mount("/in", quietApp().post("/a", open, hello)),
      without("POST /in/a"),
    ],
    [
      "csrf() that leaves the path out",
      (app) => app.use([cookieSession, except("/a", check)]).post("/a", open, hello),
      without("POST /a"),
    ],
    ["csrf() first", (app) => app.use([check, cookieSession]).post("/a", open, hello), early("POST /a")],
    [
      "csrf() of the app, session of the route",
      (app) => app.use(check).post("/a", { ...open, hooks: cookieSession }, hello),
      early("POST /a"),
    ],
  ])("refuses %s", (_, build, message) => {
    const app = quietApp();
    build(app);
    const violations = violationsOf(app);
    expect(violations.map((one) => [one.guard, one.message])).toEqual([["session-without-csrf", message]]);
    expect(violations[0]?.fix).toContain("session(");
    const waived = quietApp({ waive: { "session-without-csrf": "no browser comes here" } });
    build(waived);
    expect(violationsOf(waived)).toEqual([]);
    const { app: development, lines } = loggedApp({ env: "development" });
    build(development);
    expect(violationsOf(development)).toEqual([]);
    expect(lines).toContainEqual(expect.objectContaining({ level: "warn", guard: "session-without-csrf" }));
  });

  it.each<[string, (app: App) => unknown]>([
    ["csrf() behind the session", (app) => app.use([cookieSession, check]).post("/a", open, hello)],
    [
      "csrf() by its origin alone",
      (app) => app.use([cookieSession, csrf({ strategy: "fetch-metadata" })]).post("/a", open, hello),
    ],
    ["csrf() of the route", (app) => app.use(cookieSession).post("/a", { ...open, hooks: [check] }, hello)],
    [
      "csrf() around a mounted app",
      (app) => app.use([cookieSession, check]).mount("/in", quietApp().post("/a", open, hello)),
    ],
    [
      "routes that only read",
      (app) => app.use(cookieSession).get("/a", { responses: ok }, hello).healthcheck(),
    ],
    ["no session", (app) => app.post("/a", open, hello)],
    ["both as one", (app) => app.use(every(cookieSession, check)).post("/a", open, hello)],
    [
      "a second csrf() behind the session",
      (app) => app.use([check, cookieSession, check]).post("/a", open, hello),
    ],
  ])("accepts %s", (_, build) => {
    const app = quietApp();
    build(app);
    expect(violationsOf(app)).toEqual([]);
  });
});

describe("insecure-cookie", () => {
  type Cookie = Pick<SessionOptions, "cookieName" | "cookie">;
  const dropped: [string, Cookie, string][] = [
    ["__Host- without Secure", { cookie: { secure: false } }, "the prefix __Host- requires Secure"],
    ["__Host- below a path", { cookie: { path: "/app" } }, "the prefix __Host- requires Path=/"],
    ["__Host- with a domain", { cookie: { domain: "example.com" } }, "the prefix __Host- forbids Domain"],
    [
      "__host- in lower case",
      { cookieName: "__host-a", cookie: { path: "/app" } },
      "the prefix __host- requires Path=/",
    ],
    [
      "__Secure- without Secure",
      { cookieName: "__Secure-a", cookie: { secure: false } },
      "the prefix __Secure- requires Secure",
    ],
    [
      "SameSite=None without Secure",
      { cookieName: "a", cookie: { secure: false, sameSite: "None" } },
      "SameSite=None requires Secure",
    ],
    [
      "Partitioned without Secure",
      { cookieName: "a", cookie: { secure: false, partitioned: true } },
      "Partitioned requires Secure",
    ],
  ];
  const makers: [string, (cookie: Cookie) => Hooks][] = [
    ["session()", (cookie) => session({ secret: strong, ...cookie })],
    ["csrf()", (cookie) => csrf({ secret: strong, ...cookie })],
  ];

  for (const [owner, make] of makers) {
    it.each(dropped)(`${owner} refuses %s everywhere, because browsers drop it`, (_, cookie, rule) => {
      for (const env of ["production", "development", "test"]) {
        vi.stubEnv("DALOY_ENV", env);
        expect(() => make(cookie)).toThrow(BootGuardError);
        expect(() => make(cookie)).toThrow(`${owner}: browsers drop the cookie`);
        expect(() => make(cookie)).toThrow(rule);
      }
    });

    it(`${owner} refuses a cookie without Secure in production alone`, () => {
      const cookie = { cookieName: "sid", cookie: { secure: false } };
      vi.stubEnv("DALOY_ENV", "production");
      expect(() => make(cookie)).toThrow(/\[insecure-cookie\].*would cross unencrypted connections/);
      vi.stubEnv("DALOY_ENV", "development");
      const hooks = make(cookie);
      const app = quietApp().use([hooks, session({ secret: strong }), check]);
      expect(violationsOf(app).map((one) => one.guard)).toEqual(["insecure-cookie"]);
      expect(violationsOf(quietApp({ env: "test" }).use(hooks))).toEqual([]);
    });

    it(`${owner} accepts cookies that browsers keep`, () => {
      vi.stubEnv("DALOY_ENV", "production");
      for (const cookie of [
        {},
        { cookieName: "__Secure-a", cookie: { domain: "example.com", path: "/app" } },
        { cookieName: "a", cookie: { sameSite: "None", partitioned: true } },
      ] as Cookie[]) {
        expect(() => make(cookie)).not.toThrow();
      }
    });
  }

  it("a session cookie may say HttpOnly in its name, a CSRF cookie may not", () => {
    expect(() => session({ secret: strong, cookieName: "__Host-Http-sid" })).not.toThrow();
    expect(() => csrf({ secret: strong, cookieName: "__Host-Http-csrf" })).toThrow(/requires HttpOnly/);
  });
});

describe("weak-secret", () => {
  const weak: [string, SessionOptions["secret"], string][] = [
    ["none", undefined, "too short (0 bytes"],
    ["an empty list", [], "too short (0 bytes"],
    ["an empty one", "", "too short (0 bytes"],
    ["a short one", "hunter2", "too short (7 bytes"],
    ["a short one behind a strong one", [strong, "hunter2"], "too short (7 bytes"],
    ["a variable that is not set behind a strong one", [strong, undefined], "too short (0 bytes"],
    ["one character", "a".repeat(64), "one repeated character"],
    ["a placeholder", "change-me-change-me-change-me-change-me", "a well-known placeholder"],
  ];

  it.each(weak)("session() refuses %s in production, by the process environment", (_, secret, rule) => {
    vi.stubEnv("DALOY_ENV", "production");
    expect(() => session({ secret })).toThrow(BootGuardError);
    expect(() => session({ secret })).toThrow(`[weak-secret] session(): production secret is ${rule}`);
    expect(() => session({ secret })).not.toThrow(/hunter2/);
  });

  it.each(weak.filter(([, secret]) => secret && !Array.isArray(secret)))(
    "session() refuses %s by the app's own environment",
    (_, secret) => {
      const hooks = session({ secret });
      expect(violationsOf(quietApp().use(hooks)).map((one) => one.guard)).toEqual(["weak-secret"]);
      expect(violationsOf(quietApp({ env: "test" }).use(hooks))).toEqual([]);
    },
  );

  it.each<[string, SessionOptions["secret"]]>([
    ["none", undefined],
    ["an empty one", ""],
    ["an empty list", []],
    ["a variable that is not set", [strong, undefined]],
  ])("session() refuses %s everywhere: there is nothing to sign with", (_, secret) => {
    expect(() => session({ secret })).toThrow(/session\(\): the secret is missing/);
  });

  it("strong ones pass, and a build step needs none", () => {
    vi.stubEnv("DALOY_ENV", "production");
    expect(() => session({ secret: [strong, successor] })).not.toThrow();
    vi.stubEnv("DALOY_BUILD", "1");
    for (const secret of [undefined, "", [], [undefined]]) {
      expect(() => session({ secret })).not.toThrow();
      expect(() => csrf({ secret })).not.toThrow();
    }
  });
});

it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
  "session() refuses ttlSeconds %j",
  (ttlSeconds) => {
    expect(() => session({ secret: strong, ttlSeconds })).toThrow(TypeError);
  },
);

it("session() refuses a name that is no token", () => {
  expect(() => session({ secret: strong, cookieName: "a=b" })).toThrow(TypeError);
});

it("a session alone is no authentication", () => {
  const app = quietApp().use([cookieSession, check]).post("/a", { responses: ok }, hello);
  expect(violationsOf(app).map((one) => one.guard)).toEqual(["unauthenticated-write"]);
});

it("making them starts nothing: no key, no randomness, no timer", () => {
  const subtle = vi.spyOn(crypto.subtle, "importKey");
  const random = vi.spyOn(crypto, "getRandomValues");
  const timer = vi.spyOn(globalThis, "setTimeout");
  const interval = vi.spyOn(globalThis, "setInterval");
  quietApp()
    .use([session({ secret: strong }), csrf({ secret: strong })])
    .ready();
  for (const spy of [subtle, random, timer, interval]) {
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  }
});
