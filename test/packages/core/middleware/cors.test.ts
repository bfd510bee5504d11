import { describe, expect, it } from "vitest";
import {
  BootGuardError,
  type CorsOptions,
  type CorsOrigin,
  cors,
} from "../../../../templates/packages/core/src/index.ts";
import { hello, loggedApp, ok, quietApp } from "../apps.ts";

const friend = "https://app.example.com";
const preflight = (origin: string, method = "PUT", headers?: string): RequestInit => ({
  method: "OPTIONS",
  headers: {
    origin,
    "access-control-request-method": method,
    ...(headers === undefined ? {} : { "access-control-request-headers": headers }),
  },
});
const allowOrigin = (response: Response) => response.headers.get("access-control-allow-origin");

function appWith(options: Partial<CorsOptions> = {}) {
  const app = quietApp({ env: "test" }).use(cors({ origin: friend, ...options }));
  return app.get("/", { responses: ok }, hello).put("/", { responses: ok }, hello);
}

describe("a preflight", () => {
  it("is answered in full", async () => {
    const response = await appWith().request("/", preflight(friend, "PUT", "x-a, Content-Type"));
    expect(response.status).toBe(204);
    const { headers } = response;
    expect(allowOrigin(response)).toBe(friend);
    expect(headers.get("access-control-allow-methods")).toBe("GET, HEAD, POST, PUT, PATCH, DELETE");
    expect(headers.get("access-control-allow-headers")).toBe("x-a, Content-Type");
    expect(headers.get("access-control-max-age")).toBe("600");
    expect(headers.get("vary")).toBe("Access-Control-Request-Method, Access-Control-Request-Headers, Origin");
    expect(headers.has("access-control-allow-credentials")).toBe(false);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("of a stranger is answered without permission, but still varies by origin", async () => {
    const response = await appWith().request("/", preflight("https://evil.example"));
    expect([response.status, allowOrigin(response)]).toEqual([204, null]);
    expect(response.headers.has("access-control-allow-methods")).toBe(false);
    expect(response.headers.get("vary")).toBe("Origin");
  });

  it("of a stranger is logged with the setting that governs it", async () => {
    const { app, lines } = loggedApp({ env: "test" });
    app.use(cors({ origin: friend })).put("/", { responses: ok }, hello);
    await app.request("/", preflight("https://evil.example"));
    await app.request("/", preflight(friend));
    expect(lines.filter((line) => line["code"] === "cors-refused")).toEqual([
      expect.objectContaining({ level: "warn", setting: "cors.origin", origin: "https://evil.example" }),
    ]);
  });

  it("takes methods, headers, exposed headers and age from the options", async () => {
    const options = {
      methods: ["PUT"],
      allowedHeaders: ["x-b"],
      exposedHeaders: ["etag", "x-c"],
      maxAgeSeconds: 0,
    };
    const app = appWith(options);
    const { headers } = await app.request("/", preflight(friend, "PUT", "x-a"));
    expect(headers.get("access-control-allow-methods")).toBe("PUT");
    expect(headers.get("access-control-allow-headers")).toBe("x-b");
    expect(headers.get("access-control-max-age")).toBe("0");
    const actual = await app.request("/", { headers: { origin: friend } });
    expect(actual.headers.get("access-control-expose-headers")).toBe("etag, x-c");
  });

  it.each(["x-a: evil", "x a", "é", ""])("does not repeat the header names %j", async (names) => {
    const response = await appWith().request("/", preflight(friend, "PUT", names));
    expect(response.headers.has("access-control-allow-headers")).toBe(false);
  });

  it("is answered by the cors() of the route or group that it asks about, and of no other", async () => {
    const app = quietApp({ env: "test" })
      .put("/route", { responses: ok, hooks: cors({ origin: friend }) }, hello)
      .get("/route", { responses: ok }, hello)
      .group("/group", { hooks: [cors({ origin: friend })] }, (group) =>
        group.put("/a", { responses: ok }, hello),
      );
    expect(allowOrigin(await app.request("/route", preflight(friend, "PUT")))).toBe(friend);
    expect(allowOrigin(await app.request("/group/a", preflight(friend, "PUT")))).toBe(friend);
    expect(allowOrigin(await app.request("/route", preflight(friend, "GET")))).toBeNull();
    expect(allowOrigin(await app.request("/route", preflight(friend, "DELETE")))).toBeNull();
    expect(allowOrigin(await app.request("/other", preflight(friend, "PUT")))).toBeNull();
  });

  it("does not need to sign in", async () => {
    const app = appWith().use({
      preBody() {
        throw new Error("must not run");
      },
    });
    expect((await app.request("/", preflight(friend))).status).toBe(204);
  });
});

describe("the actual request", () => {
  it.each<[CorsOrigin, string, string | null]>([
    [friend, friend, friend],
    [friend, "https://app.example.com.evil.example", null],
    [friend, "http://app.example.com", null],
    [friend, "null", null],
    [[friend, "https://b.example"], "https://b.example", "https://b.example"],
    [/^https:\/\/[a-z]+\.example\.com$/, friend, friend],
    [/^https:\/\/[a-z]+\.example\.com$/g, friend, friend],
    [(origin) => origin.endsWith("//app.example.com"), friend, friend],
    [(origin) => new URL(origin).hostname === "app.example.com", "not a url", null],
    [(async () => true) as unknown as CorsOrigin, friend, null],
    ["*", friend, "*"],
  ])("%s and %s", async (origin, sent, allowed) => {
    const app = appWith({ origin });
    for (let i = 0; i < 2; i++) {
      const response = await app.request("/", { headers: { origin: sent } });
      expect([response.status, allowOrigin(response)]).toEqual([200, allowed]);
      expect(response.headers.get("vary")).toBe("Origin");
    }
  });

  it("varies by origin also without one, on errors and 404", async () => {
    for (const path of ["/", "/missing"]) {
      const response = await appWith().request(path);
      expect([response.headers.get("vary"), allowOrigin(response)]).toEqual(["Origin", null]);
    }
    const missing = await appWith().request("/missing", { headers: { origin: friend } });
    expect(allowOrigin(missing)).toBe(friend);
  });

  it("carries credentials only where asked for, with the origin and not the star", async () => {
    const response = await appWith({ credentials: true }).request("/", { headers: { origin: friend } });
    expect(response.headers.get("access-control-allow-credentials")).toBe("true");
    expect(allowOrigin(response)).toBe(friend);
  });

  it("of a friend may change things, of a stranger not", async () => {
    const put = (origin: string) => appWith().request("/", { method: "PUT", headers: { origin } });
    expect((await put(friend)).status).toBe(200);
    expect((await put("https://evil.example")).status).toBe(403);
  });
});

describe("a wildcard, however it is written", () => {
  const wildcards: [string, CorsOrigin][] = [
    ["a star", "*"],
    ["a star in a list", ["*"]],
    ["a star in a longer list", [friend, "*"]],
    ["every pattern", /.*/],
    ["an empty pattern", /(?:)/],
    ["every https site", /^https:\/\//],
    ["every http site", /^http:\/\//],
    ["every .com", /\.com(?::\d+)?$/],
    ["a pattern without a beginning", /example\.com$/],
    ["a pattern without an end", /^https:\/\/app\.example\.com/],
    ["a pattern with neither", /app\.example\.com/i],
    ["a pattern that ends with a dot", /^https:\/\/app\./],
    ["a pattern in which a name can grow", /^https:\/\/[a-z0-9-]*example\.com$/],
    ["a pattern in which the name can grow below", /^https:\/\/\w+\.[\w-]*example\.com$/],
    ["an alternative without an end", /^https:\/\/a\.example$|^https:\/\/b\.example/],
    ["a function that agrees", () => true],
    ["a function that echoes", (origin) => origin.length > 0],
    ["a function that only refuses some", (origin) => !origin.includes("evil")],
    ["the opaque origin", "null"],
    ["the opaque origin in a list", [friend, "null"]],
  ];
  it.each(wildcards)("%s is refused in production", (_, origin) => {
    const app = quietApp({ env: "production" }).use(cors({ origin })).get("/", { responses: ok }, hello);
    expect(() => app.ready()).toThrow(
      'cors({ origin: "*" }) refused in production: a wildcard CORS origin exposes every state-changing route cross-origin.',
    );
  });

  it.each(wildcards)(
    "%s with credentials is refused in every environment, by the factory itself",
    (_, origin) => {
      expect(() => cors({ origin, credentials: true })).toThrow(BootGuardError);
    },
  );

  it.each<[string, CorsOrigin]>([
    ["one origin", friend],
    ["a list", [friend, "https://b.example"]],
    ["the subdomains of one's own", /^https:\/\/[a-z0-9-]+\.example\.com$/],
    ["localhost on any port", /^http:\/\/localhost:\d+$/],
    ["localhost, with or without a port", /^https?:\/\/localhost(?::\d+)?$/],
    ["a name and those below it", /^https:\/\/(?:[a-z0-9-]+\.)*example\.com$/],
    ["what ends with a name from a dot on", /\.example\.com$/],
    ["previews of one project", /^https:\/\/shop-[a-z0-9]+\.previews\.example$/],
    ["one of several", /^https:\/\/(?:app|admin)\.example\.com$/],
    ["a function of the host", (origin) => new URL(origin).hostname.endsWith(".example.com")],
    ["nobody", []],
  ])("%s is none", (_, origin) => {
    expect(() => cors({ origin, credentials: true })).not.toThrow();
    expect(() => quietApp().use(cors({ origin })).ready()).not.toThrow();
  });

  it("may be waived with a reason", () => {
    const { app, lines } = loggedApp({ waive: { "cors-wildcard": "a public, read-only catalogue" } });
    app.use(cors({ origin: "*" })).ready();
    expect(lines).toContainEqual(expect.objectContaining({ level: "warn", guard: "cors-wildcard" }));
  });
});

it("names an origin that a pattern lets in, and how to keep it out", () => {
  const refused = () => cors({ origin: /example\.com$/, credentials: true });
  expect(refused).toThrow("lets in https://a3f9c1-example.com; anchor it with ^ and $");
});

it("grants no page of a public site the visitor's local network (Private Network Access)", async () => {
  const { headers } = await appWith({ origin: "*" }).request("/", {
    method: "OPTIONS",
    headers: {
      origin: friend,
      "access-control-request-method": "PUT",
      "access-control-request-private-network": "true",
    },
  });
  expect(headers.has("access-control-allow-private-network")).toBe(false);
});

it.each([
  [{}, /give the origins/],
  [{ origin: friend, maxAgeSeconds: -1 }, /maxAgeSeconds/],
  [{ origin: friend, maxAgeSeconds: Number.NaN }, /maxAgeSeconds/],
  [{ origin: friend, methods: ["GET\r\nx: y"] }, /methods holds/],
  [{ origin: friend, exposedHeaders: ["a b"] }, /exposedHeaders holds/],
  [{ origin: friend, allowedHeaders: [""] }, /allowedHeaders holds/],
])("refuses %j", (options, message) => expect(() => cors(options as CorsOptions)).toThrow(message));
