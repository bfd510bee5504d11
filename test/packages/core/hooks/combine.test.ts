import {
  App,
  bearerAuth,
  cors,
  csrf,
  every,
  except,
  type Hooks,
  markAuthHook,
  requireScopes,
  route,
  routes,
  secureHeaders,
  some,
  UnauthorizedError,
} from "@daloyjs/core";
import { session } from "@daloyjs/core/session";
import { describe, expect, test } from "vitest";

const bearer = bearerAuth({
  validate: (token) => token.startsWith("good") && { scopes: token === "good-admin" ? ["admin"] : [] },
});
const key: Hooks = markAuthHook(
  {
    preBody(context) {
      if (context.head.headers.get("x-api-key") === "k") {
        context.state.user = { key: true };
        return undefined;
      }
      throw new UnauthorizedError("No key.", { "www-authenticate": "ApiKey" });
    },
  },
  { scheme: "key" },
);
const bad = { authorization: "Bearer bad" };

function appWith(hooks: Hooks, path = "/things") {
  const things = routes({
    things: route({
      method: "GET",
      path,
      hooks,
      responses: { 200: {} },
      handler: () => ({ status: 200, body: "in" }),
    }),
  });
  return new App({ env: "test", logger: false }).routes(things);
}

async function statusOf(
  app: App<never> | App,
  path: string,
  headers: Record<string, string> = {},
): Promise<number> {
  return (await (app as App).request(path, { headers })).status;
}

describe("every", () => {
  const admins = every(bearer, requireScopes(["admin"]));

  test("passes when all pass, in their order", async () => {
    const app = appWith(admins);
    expect(await statusOf(app, "/things")).toBe(401);
    expect(await statusOf(app, "/things", { authorization: "Bearer good" })).toBe(403);
    expect(await statusOf(app, "/things", { authorization: "Bearer good-admin" })).toBe(200);
  });

  test("counts as what its parts are", () => {
    const described = appWith(admins).introspect().routes[0];
    expect(described?.enforced).toEqual(["bearer"]);
    expect(described?.hooks).toEqual(["every(bearerAuth(), requireScopes())"]);
  });

  test("runs every phase of every part", async () => {
    const seen: string[] = [];
    const spy = (name: string): Hooks => ({
      onRequest: () => void seen.push(`${name}.onRequest`),
      preBody: async () => void seen.push(`${name}.preBody`),
      beforeHandle: () => void seen.push(`${name}.beforeHandle`),
      afterHandle: () => void seen.push(`${name}.afterHandle`),
      onSend: () => void seen.push(`${name}.onSend`),
      onResponse: () => void seen.push(`${name}.onResponse`),
    });
    await appWith(every(spy("a"), [spy("b")])).request("/things");
    const phases = ["onRequest", "preBody", "beforeHandle", "afterHandle", "onSend", "onResponse"];
    expect(seen).toEqual(phases.flatMap((phase) => [`a.${phase}`, `b.${phase}`]));
  });

  test("keeps a policy of origins", async () => {
    const app = appWith(every(cors({ origin: ["https://a.example"] }), bearer));
    const response = await app.request("/things", { headers: { origin: "https://a.example" } });
    expect(response.headers.get("access-control-allow-origin")).toBe("https://a.example");
  });

  test.each([
    ["nothing", () => every()],
    ["a replacement of an automatic middleware among others", () => every(secureHeaders(), bearer)],
  ])("refuses %s", (_, combine) => expect(combine).toThrow(TypeError));
});

describe("some", () => {
  const either = some(bearer, key);

  test("passes when one passes", async () => {
    const app = appWith(either);
    expect(await statusOf(app, "/things", { authorization: "Bearer good" })).toBe(200);
    expect(await statusOf(app, "/things", { ...bad, "x-api-key": "k" })).toBe(200);
  });

  test("refuses with the challenges of all", async () => {
    const response = await appWith(either).request("/things", { headers: bad });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe(
      'Bearer realm="api", error="invalid_token", ApiKey',
    );
  });

  test("a check that breaks is not passed over", async () => {
    const broken = some(
      markAuthHook({ preBody: () => Promise.reject(new Error("down")) }, { scheme: "x" }),
      key,
    );
    expect(await statusOf(appWith(broken), "/things", { "x-api-key": "k" })).toBe(500);
  });

  test("is authentication only where every alternative is", () => {
    const network: Hooks = { preBody: () => undefined };
    expect(appWith(either).introspect().routes[0]?.enforced).toEqual(["bearer", "key"]);
    expect(appWith(some(bearer, network)).introspect().routes[0]?.enforced).toEqual([]);
  });

  test.each([
    ["one alternative", () => some(bearer)],
    ["an alternative that can refuse nothing", () => some(bearer, { onSend: () => {} })],
  ])("refuses %s", (_, combine) => expect(combine).toThrow(TypeError));
});

describe("except", () => {
  test.each([
    ["/healthz", 200],
    ["/public/logo", 200],
    ["/publicity", 401],
    ["/private", 401],
  ])("by path: %s is %i", async (path, status) => {
    const app = new App({ env: "test", logger: false })
      .use(except(["/healthz", "/public/*"], bearer))
      .healthcheck();
    for (const at of ["/public/logo", "/publicity", "/private"]) {
      app.get(at, { responses: { 200: {} } }, () => ({ status: 200 }));
    }
    expect(await statusOf(app, path)).toBe(status);
  });

  test("by path: the boot guards see which routes are left open", () => {
    const app = new App({ env: "production", logger: false }).use(except("/open", bearer));
    for (const at of ["/open", "/closed"]) app.post(at, { responses: { 200: {} } }, () => ({ status: 200 }));
    expect(() => app.ready()).toThrow(/1 fault[\s\S]*POST \/open changes state/);
  });

  test("by path: no other spelling of a path is left out", async () => {
    const app = new App({ env: "test", logger: false }).use(except("/healthz", bearer)).healthcheck();
    for (const path of ["/healthz/", "/HEALTHZ", "//healthz", "/healthz%00", "/%68ealthz/."]) {
      expect([path, await statusOf(app, path)]).not.toEqual([path, 200]);
    }
  });

  test("by predicate: decided for each request, and no authentication to the guards", async () => {
    const app = appWith(except((context) => context.head.headers.has("x-inside"), bearer));
    expect(await statusOf(app, "/things", { "x-inside": "1" })).toBe(200);
    expect(await statusOf(app, "/things")).toBe(401);
    expect(app.introspect().routes[0]?.enforced).toEqual([]);
  });

  test("by predicate, and beside an alternative, no forgery check to the guards", () => {
    const secret = "Xk2mPq7vRt9wZb4nLc6hJf8dSg3yQa5e";
    const refusal = (check: Hooks) => () => {
      const writes = new App({ env: "production", logger: false }).use([session({ secret }), check, bearer]);
      writes.post("/things", { responses: { 200: {} } }, () => ({ status: 200 })).ready();
    };
    expect(refusal(csrf({ secret }))).not.toThrow();
    expect(refusal(except(() => false, csrf({ secret })))).toThrow(/session-without-csrf/);
    expect(refusal(some(csrf({ secret }), key))).toThrow(/session-without-csrf/);
  });

  test.each([
    ["a path without its slash", () => except("healthz", bearer)],
    ["fixed headers by predicate", () => except(() => true, secureHeaders())],
  ])("refuses %s", (_, combine) => expect(combine).toThrow(TypeError));
});
