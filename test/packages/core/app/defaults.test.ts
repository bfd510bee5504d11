import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import {
  App,
  type AppOptions,
  bearerAuth,
  cors,
  createLogger,
  rateLimit,
  requestId,
  secureHeaders,
} from "../../../../templates/packages/core/src/index.ts";
import { hello, loggedApp, ok, post, problemOf, secureHeaderNames } from "../apps.ts";

const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`x-${i}`, "1"]));

/** Each default protection: how it is switched off, and how to see that it is there. */
const protections: Record<string, { off?: AppOptions; holds: (app: App) => Promise<boolean> }> = {
  "body cap": {
    off: { bodyLimitBytes: 1_000_000 },
    holds: async (app) => (await app.request(...post("/echo", `"${"x".repeat(70_000)}"`))).status === 413,
  },
  "redacted problems": {
    holds: async (app) => (await problemOf(app.request("/fault"))).detail === undefined,
  },
  "prototype-safe JSON": {
    holds: async (app) =>
      (await (await app.request(...post("/echo", '{"__proto__":1,"a":1}'))).text()) === '{"a":1}',
  },
  "bounded JSON": {
    off: { jsonMaxDepth: 1000 },
    holds: async (app) =>
      (await app.request(...post("/echo", `${"[".repeat(60)}${"]".repeat(60)}`))).status === 400,
  },
  "header count": {
    off: { maxHeaderCount: 1000 },
    holds: async (app) => (await app.request("/", { headers: many })).status === 431,
  },
  "path hygiene": {
    holds: async (app) => (await app.request("http://localhost/%2e%2e%2fetc")).status === 400,
  },
  "response hygiene": {
    holds: async (app) => (await app.request("/split")).status === 500,
  },
  "response contract": {
    off: { validateResponses: false },
    holds: async (app) => (await (await app.request("/strip")).text()) === '{"a":1}',
  },
  "secure headers": {
    off: { secureHeaders: false },
    holds: async (app) => {
      const { headers } = await app.request("/missing");
      return secureHeaderNames.every((name) => headers.has(name));
    },
  },
  "cross-origin guard": {
    off: { corsCrossOriginGuard: false },
    holds: async (app) => {
      const headers = { origin: "https://evil.example", "content-type": "application/json" };
      return (await app.request("/echo", { method: "POST", headers, body: "{}" })).status === 403;
    },
  },
  "proxy trust": {
    off: { trustProxy: "none" },
    holds: async (app) =>
      (await app.request("/", { headers: { "x-forwarded-for": "1.2.3.4" } })).status === 500,
  },
  "time limit": {
    off: { requestTimeoutMs: 0 },
    holds: async (app) => {
      vi.useFakeTimers();
      try {
        let status = 0;
        app.request("/slow").then((response) => {
          status = response.status;
        });
        await vi.advanceTimersByTimeAsync(30_001);
        return status === 503;
      } finally {
        vi.useRealTimers();
      }
    },
  },
  "request id": {
    holds: async (app) =>
      /^[0-9a-f-]{36}$/.test((await app.request("/missing")).headers.get("x-request-id") ?? ""),
  },
  "405 with Allow": {
    holds: async (app) =>
      (await app.request("/", { method: "PUT" })).headers.get("allow") === "GET, HEAD, OPTIONS",
  },
};

function appWith(options: AppOptions): App {
  const waive = { "insecure-defaults": "each is switched off in turn" };
  const app = new App({ env: "production", logger: false, waive, ...options });
  app.get("/", { responses: ok }, hello);
  app.post("/echo", { auth: "public", request: { body: z.json() }, responses: ok }, ({ body }) => ({
    status: 200,
    body,
  }));
  app.get("/fault", { responses: ok }, () => {
    throw new Error("SECRET");
  });
  app.get("/split", { responses: ok }, () => ({ status: 200, headers: { "x-a": "1\r\nx-b: 2" } }));
  const extra: { a: number } = Object.assign({ a: 1 }, { b: 2 });
  app.get("/strip", { responses: { 200: { body: z.object({ a: z.number() }) } } }, () => ({
    status: 200,
    body: extra,
  }));
  app.get("/slow", { responses: ok }, () => new Promise<never>(() => {}));
  return app;
}

it.each(Object.keys(protections))("a bare app has: %s", async (name) => {
  expect(await protections[name]?.holds(appWith({}))).toBe(true);
});

describe.each(Object.entries(protections).filter(([, { off }]) => off))(
  "without %s",
  (name, { off = {} }) => {
    it.each(Object.keys(protections))("%s", async (other) => {
      expect(await protections[other]?.holds(appWith(off))).toBe(other !== name);
    });
  },
);

describe("constructing and judging an app", () => {
  it("starts no timer, uses no randomness, no fetch and no AbortController: module scope on Workers forbids them", () => {
    const forbidden = () => {
      throw new Error("forbidden at module scope");
    };
    for (const name of ["setTimeout", "setInterval", "fetch", "AbortController", "queueMicrotask"] as const) {
      vi.stubGlobal(name, forbidden);
    }
    vi.spyOn(crypto, "randomUUID").mockImplementation(forbidden);
    vi.spyOn(crypto, "getRandomValues").mockImplementation(forbidden);
    vi.spyOn(Math, "random").mockImplementation(forbidden);
    try {
      const app = appWith({}).use([
        requestId(),
        secureHeaders(),
        cors({ origin: "https://a.example" }),
        rateLimit({ windowMs: 1000, max: 1 }),
        bearerAuth({ validate: () => true }),
      ]);
      app
        .healthcheck()
        .readinesscheck()
        .group("/g", {}, (group) => group.get("/", { responses: ok }, hello));
      app.mount("/in", appWith({}));
      expect(() => app.ready()).not.toThrow();
      expect(app.introspect().routes.length).toBeGreaterThan(10);
    } finally {
      vi.unstubAllGlobals();
      vi.restoreAllMocks();
    }
  });
});

describe("the logger", () => {
  it("is silent with false, and one's own where it is given", async () => {
    const lines: string[] = [];
    const own = createLogger({ write: (line) => lines.push(line) });
    await appWith({ logger: own }).request("/fault");
    expect(lines.filter((line) => line.includes("Unhandled error"))).toHaveLength(1);
    await appWith({ logger: false }).request("/fault");
    expect(lines.filter((line) => line.includes("Unhandled error"))).toHaveLength(1);
  });

  it("carries the request id in the handler, and redacts", async () => {
    const { app, lines } = loggedApp();
    app.get("/", { responses: ok }, ({ log, requestId: id }) => {
      log.info({ password: "SECRET", id }, "seen");
      return { status: 200 };
    });
    await app.request("/");
    const line = lines.find((one) => one.msg === "seen");
    expect(line?.["requestId"]).toBe(line?.["id"]);
    expect(JSON.stringify(line)).not.toContain("SECRET");
  });
});

describe("health and readiness", () => {
  const token = "mV3kq0c2yXn8Zr5tPw7sB1dF6hJ9lQ4aE-oRuTiYgKx";

  it("says that the process answers, and nothing more", async () => {
    const response = await new App({ env: "test", logger: false }).healthcheck().request("/healthz");
    expect([response.status, await response.text()]).toEqual([200, '{"status":"ok"}']);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it.each([
    ["no checks", {}, 200],
    ["one that holds", { db: () => true }, 200],
    ["one that says nothing", { db: () => undefined }, 200],
    ["one that says no", { db: () => false }, 503],
    ["one that throws", { db: () => JSON.parse("{") }, 503],
    ["one that rejects", { db: () => Promise.reject(new Error("SECRET")), cache: () => true }, 503],
  ])("%s: %i", async (_, checks, status) => {
    const app = new App({ env: "test", logger: false }).readinesscheck({ checks, token });
    const open = await app.request("/readyz");
    expect([open.status, await open.text()]).toEqual([
      status,
      `{"status":"${status === 200 ? "ready" : "unavailable"}"}`,
    ]);
    const wrong = await app.request("/readyz", { headers: { authorization: `Bearer ${token}x` } });
    expect(await wrong.text()).not.toContain("checks");
    const known = await app.request("/readyz", { headers: { authorization: `Bearer ${token}` } });
    const text = await known.text();
    expect(Object.keys((JSON.parse(text) as { checks: object }).checks)).toEqual(Object.keys(checks));
    expect(text).not.toContain("SECRET");
  });

  it("says no to a check that takes over five seconds, and once the app drains, in a group as well", async () => {
    vi.useFakeTimers();
    const checks = { db: () => new Promise(() => {}) };
    const slow = new App({ env: "test", logger: false }).readinesscheck({ checks }).request("/readyz");
    await vi.advanceTimersByTimeAsync(5001);
    expect((await slow).status).toBe(503);
    vi.useRealTimers();
    const app = new App({ env: "test", logger: false }).group("/ops", {}, (ops) => ops.readinesscheck());
    expect((await app.request("/ops/readyz")).status).toBe(200);
    await app.shutdown();
    expect((await app.request("/ops/readyz")).status).toBe(503);
  });
});

it("shutdown runs every function, last first, whatever the others do, each within the grace", async () => {
  const seen: string[] = [];
  const { app, lines } = loggedApp();
  app
    .onShutdown(() => seen.push("first"))
    .onShutdown(() => new Promise(() => {}))
    .onShutdown(() => Promise.reject(new Error("x")))
    .onShutdown(() => seen.push("last"));
  await app.shutdown(20);
  expect(seen).toEqual(["last", "first"]);
  expect(lines.filter((line) => line.level === "error")).toHaveLength(1);
});
