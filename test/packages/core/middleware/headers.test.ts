import { describe, expect, it } from "vitest";
import {
  type RequestIdOptions,
  requestId,
  type SecureHeadersOptions,
  type StaticHeadersOptions,
  secureHeaders,
} from "../../../../templates/packages/core/src/index.ts";
import { hello, loggedApp, ok, problemOf, quietApp, secureHeaderNames } from "../apps.ts";

const headersOf = async (options: SecureHeadersOptions | undefined, path = "/") => {
  const app = quietApp({ env: "test" }).get("/", { responses: ok }, hello);
  if (options) app.use(secureHeaders(options));
  return (await app.request(path)).headers;
};

describe("secureHeaders", () => {
  it("sends these by default", async () => {
    const headers = await headersOf(undefined);
    expect(Object.fromEntries([...headers].filter(([name]) => secureHeaderNames.includes(name)))).toEqual({
      "content-security-policy": "default-src 'self'; frame-ancestors 'none'",
      "strict-transport-security": "max-age=31536000; includeSubDomains",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "permissions-policy": expect.stringContaining("camera=()"),
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(headers.has("cross-origin-embedder-policy")).toBe(false);
  });

  it.each<[SecureHeadersOptions, string, string | null]>([
    [{ contentSecurityPolicy: "default-src 'none'" }, "content-security-policy", "default-src 'none'"],
    [{ contentSecurityPolicy: false }, "content-security-policy", null],
    [{ hsts: false }, "strict-transport-security", null],
    [
      { hsts: { maxAgeSeconds: 5, includeSubDomains: false, preload: true } },
      "strict-transport-security",
      "max-age=5; preload",
    ],
    [{ frameOptions: "SAMEORIGIN" }, "x-frame-options", "SAMEORIGIN"],
    [{ frameOptions: false }, "x-frame-options", null],
    [{ referrerPolicy: "same-origin" }, "referrer-policy", "same-origin"],
    [{ permissionsPolicy: false }, "permissions-policy", null],
    [{ crossOriginOpenerPolicy: "unsafe-none" }, "cross-origin-opener-policy", "unsafe-none"],
    [{ crossOriginResourcePolicy: "cross-origin" }, "cross-origin-resource-policy", "cross-origin"],
    [{ crossOriginEmbedderPolicy: "require-corp" }, "cross-origin-embedder-policy", "require-corp"],
    [{ noSniff: false }, "x-content-type-options", null],
  ])("%j changes that header and no other", async (options, name, value) => {
    const [changed, usual] = [await headersOf(options), await headersOf({})];
    expect(changed.get(name)).toBe(value);
    for (const other of secureHeaderNames) {
      if (other !== name) expect(changed.get(other)).toBe(usual.get(other));
    }
  });

  it("replaces the automatic ones; the innermost counts, and nothing is sent twice", async () => {
    const app = quietApp({ secureHeaders: { frameOptions: "SAMEORIGIN" } })
      .get("/option", { responses: ok }, hello)
      .group("/group", { hooks: secureHeaders({ frameOptions: false }) }, (group) => {
        group.get("/", { responses: ok }, hello);
        group.get("/route", { responses: ok, hooks: secureHeaders({ hsts: false }) }, hello);
      });
    const get = async (path: string) => (await app.request(path)).headers;
    expect((await get("/option")).get("x-frame-options")).toBe("SAMEORIGIN");
    expect((await get("/group")).get("x-frame-options")).toBeNull();
    const route = await get("/group/route");
    expect([route.get("x-frame-options"), route.get("strict-transport-security")]).toEqual(["DENY", null]);
  });

  it.each<[StaticHeadersOptions]>([
    [{ frameOptions: false, contentSecurityPolicy: false }],
    [{ frameOptions: false, contentSecurityPolicy: "default-src 'self'" }],
    [{ frameOptions: false, contentSecurityPolicy: "frame-ancestors *" }],
    [{ frameOptions: false, contentSecurityPolicy: "frame-ancestors 'self' https:" }],
    [{ frameOptions: false, contentSecurityPolicy: "x-frame-ancestors 'none'" }],
    [{ hsts: { maxAgeSeconds: -1 } }],
    [{ hsts: { maxAgeSeconds: 1.5 } }],
    [{ referrerPolicy: "a\r\nb: c" }],
    [{ contentSecurityPolicy: "default-src 'self'\nx: y" }],
  ])("refuses to construct with %j", (options) => {
    expect(() => secureHeaders(options)).toThrow(TypeError);
    expect(() => quietApp({ secureHeaders: options })).toThrow(TypeError);
  });

  it("takes a frame-ancestors directive for a frame defence", () => {
    const contentSecurityPolicy = "default-src 'self'; frame-ancestors https://partner.example";
    expect(() => secureHeaders({ frameOptions: false, contentSecurityPolicy })).not.toThrow();
  });
});

describe("requestId", () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const appWith = (options?: RequestIdOptions) => {
    const { app, lines } = loggedApp({ env: "test" });
    if (options) app.use(requestId(options));
    app.get("/", { responses: ok }, ({ log }) => {
      log.info("in the handler");
      return { status: 200 };
    });
    return { app, lines };
  };

  it("is random, on every response, in every problem and on every line", async () => {
    const { app, lines } = appWith();
    const [first, second] = [await app.request("/"), await app.request("/missing")];
    const ids = [first, second].map((response) => response.headers.get("x-request-id") ?? "");
    expect(ids[0]).toMatch(uuid);
    expect(ids[1]).not.toBe(ids[0]);
    expect((await problemOf(second)).instance).toBe(`urn:request:${ids[1]}`);
    expect(lines.find((line) => line.msg === "in the handler")?.["requestId"]).toBe(ids[0]);
  });

  it("ignores what the client sends, unless it is told to trust it", async () => {
    const sent = { headers: { "x-request-id": "from-client" } };
    expect((await appWith().app.request("/", sent)).headers.get("x-request-id")).toMatch(uuid);
    const trusting = appWith({ trustIncoming: true }).app;
    expect((await trusting.request("/", sent)).headers.get("x-request-id")).toBe("from-client");
    for (const bad of ["", "a b", "a".repeat(129), "é", "<script>", "a,b"]) {
      const response = await trusting.request("/", { headers: { "x-request-id": bad } });
      expect(response.headers.get("x-request-id")).toMatch(uuid);
    }
  });

  it("takes header and generator from the options", async () => {
    const response = await appWith({ header: "X-Trace", generator: () => "id-7" }).app.request("/");
    expect([response.headers.get("x-trace"), response.headers.has("x-request-id")]).toEqual(["id-7", false]);
  });

  it.each<[string, () => string]>([
    ["throws", () => JSON.parse("{")],
    ["splits the header", () => "a\r\nset-cookie: b=c"],
    ["makes nothing", () => ""],
    ["makes no text", () => ({}) as unknown as string],
  ])("a generator that %s is logged, and the request has a random id", async (_, generator) => {
    const { app, lines } = appWith({ generator });
    const response = await app.request("/");
    expect(response.status).toBe(200);
    expect(response.headers.get("x-request-id")).toMatch(uuid);
    expect(lines.some((line) => line.level === "error" && line["setting"] === "requestId")).toBe(true);
  });

  it.each(["", "a b", "x:y", "x\r\n"])("refuses the header name %j", (header) => {
    expect(() => requestId({ header })).toThrow(TypeError);
  });
});
