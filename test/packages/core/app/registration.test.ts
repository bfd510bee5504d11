import { describe, expect, it } from "vitest";
import { z } from "zod";
import { adapterPort } from "../../../../templates/packages/core/src/app/adapter-port.ts";
import { App, type Hooks, route, routes } from "../../../../templates/packages/core/src/index.ts";
import { hello, ok, problemOf, quietApp } from "../apps.ts";

const definition = { method: "GET" as const, path: "/a", responses: ok, handler: hello };

describe("what is wrong with one route is thrown as it is registered", () => {
  it.each<[string, object, RegExp]>([
    ["a method outside the allow-list", { method: "TRACE" }, /TRACE \/a has a method outside GET, POST/],
    ["a method in lower case", { method: "get" }, /method outside/],
    ["OPTIONS", { method: "OPTIONS" }, /OPTIONS is answered by the app itself/],
    ["no path", { path: undefined }, /needs a path|starts with/],
    ["a path without a slash", { path: "a" }, /starts with "\/"/],
    ["a trailing slash", { path: "/a/" }, /trailing slash/],
    ["no responses", { responses: undefined }, /needs responses and a handler/],
    ["no response", { responses: {} }, /declares no response/],
    ["a status that is none", { responses: { 99: {} } }, /declares the response 99/],
    ["a status range", { responses: { "2XX": {} } }, /declares the response 2XX/],
    ["no handler", { handler: undefined }, /needs responses and a handler/],
    ["a body on GET", { request: { body: z.object({}) } }, /has a body schema/],
    ["a body on HEAD", { method: "HEAD", request: { body: z.object({}) } }, /has a body schema/],
    [
      "a misspelt part",
      { request: { qurey: z.object({}) } },
      /has request\.qurey; the parts are params, query/,
    ],
    [
      "a schema that is none",
      { request: { query: { type: "object" } } },
      /request\.query is no Standard Schema/,
    ],
    [
      "a response schema that is none",
      { responses: { 200: { body: {} } } },
      /body of response 200 is no Standard/,
    ],
    ["a cap that is no number", { bodyLimitBytes: Number.NaN }, /bodyLimitBytes/],
    ["an infinite cap", { bodyLimitBytes: Number.POSITIVE_INFINITY }, /bodyLimitBytes/],
    ["a negative cap", { bodyLimitBytes: -1 }, /bodyLimitBytes/],
    ["a media type nobody parses", { consumes: ["application/xml"] }, /consumes/],
    ["no media type", { consumes: [] }, /consumes/],
    ["a misspelt unknownKeys", { unknownKeys: "allow" }, /unknownKeys/],
    ["an authorize that is neither", { authorize: { reason: "x" } }, /authorize/],
    ["an auth that is a word", { auth: "bearer" }, /auth that is neither/],
    ["a hook that is a function", { hooks: () => {} }, /Hooks are objects with phases/],
  ])("%s", (_, fault, message) => {
    expect(() => quietApp().route({ ...definition, ...fault } as never)).toThrow(message);
    expect(() => quietApp().routes(routes({ one: { ...definition, ...fault } as never }))).toThrow(message);
  });

  it.each<[string, (app: App) => unknown, RegExp]>([
    ["a duplicate route", (app) => app.route(route(definition)).route(route(definition)), /registered twice/],
    [
      "a duplicate route through a group",
      (app) => app.get("/g/a", { responses: ok }, hello).group("/g", {}, (g) => g.route(route(definition))),
      /GET \/g\/a is registered twice/,
    ],
    [
      "a duplicate operationId",
      (app) =>
        app
          .get("/a", { operationId: "x", responses: ok }, hello)
          .get("/b", { operationId: "x", responses: ok }, hello),
      /operationId "x"; give GET \/b another/,
    ],
    [
      "two names at one position",
      (app) => app.get("/:a/x", { responses: ok }, hello).get("/:b/y", { responses: ok }, hello),
      /use one name/,
    ],
    ["a group under a wildcard", (app) => app.group("/a/*", {}, () => {}), /wildcard belongs to the end/],
    ["a malformed prefix", (app) => app.group("/a//b", {}, () => {}), /doubled or trailing slash/],
    ["a malformed plugin prefix", (app) => app.register(() => {}, { prefix: "/.." }), /segment "\.\."/],
    ["an app in itself", (app) => app.mount("/x", app), /mounted in itself/],
    [
      "an app in one that it holds",
      (app) => app.mount("/x", quietApp().mount("/y", app)),
      /mounted in itself/,
    ],
    ["a key of state that is taken", (app) => app.decorate("a", 1).decorate("a", 2), /"a" is taken/],
    ["a principal for everyone", (app) => app.decorate("user", {}), /"user" is taken/],
    ["a prototype", (app) => app.decorate("__proto__", {}), /is taken/],
    ["a function in use()", (app) => app.use((() => {}) as never), /Hooks are objects/],
    ["metrics twice", (app) => app.metrics().metrics({ path: "/m" }), /called twice/],
    [
      "a record that contradicts itself",
      (app) => app.routes(routes({ a: { ...definition, operationId: "b" } })),
      /leave it out or use the key/,
    ],
  ])("%s", (_, build, message) => expect(() => build(quietApp({ env: "test" }))).toThrow(message));

  it("a record's keys are the operation ids, and clash like any other", () => {
    const app = quietApp().routes(routes({ getA: route(definition) }));
    expect(app.introspect().routes.map((one) => one.operationId)).toEqual(["getA"]);
    const again = routes({ getA: route({ ...definition, path: "/b" }) });
    expect(() => app.routes(again)).toThrow(/operationId "getA"/);
  });

  it("nothing is registered once the app is ready", () => {
    const app = quietApp().get("/a", { responses: ok }, hello).ready();
    const late = /register everything before it serves/;
    expect(() => app.get("/b", { responses: ok }, hello)).toThrow(late);
    expect(() => app.use({})).toThrow(late);
    expect(() => app.decorate("a", 1)).toThrow(late);
    expect(() => app.mount("/x", quietApp())).toThrow(late);
  });
});

describe("options out of their range", () => {
  it.each<[string, object, RegExp]>([
    ["a negative cap", { bodyLimitBytes: -1 }, /bodyLimitBytes must be a whole number of at least 0/],
    ["no number", { bodyLimitBytes: Number.NaN }, /bodyLimitBytes/],
    ["a text", { requestTimeoutMs: "30s" }, /requestTimeoutMs/],
    ["more than a timer takes", { requestTimeoutMs: 2 ** 31 }, /at most 2147483647/],
    ["no headers at all", { maxHeaderCount: 0 }, /maxHeaderCount must be a whole number of at least 1/],
    ["no depth", { jsonMaxDepth: 0 }, /jsonMaxDepth/],
    ["a fraction", { jsonMaxKeys: 1.5 }, /jsonMaxKeys/],
    ["misspelt", { poisonedKeys: "keep" }, /poisonedKeys/],
    ["both names", { trustProxy: "none", behindProxy: "none" }, /give one of them/],
    ["no hop", { trustProxy: { hops: 0 } }, /hops must be a whole number from 1 to 64/],
    ["65 hops", { trustProxy: { hops: 65 } }, /hops/],
    ["no range", { trustProxy: { cidrs: [] } }, /at least one range/],
    ["a malformed range", { trustProxy: { cidrs: ["10.0.0.0/40"] } }, /10\.0\.0\.0\/40/],
    ["all of the internet, in words", { trustProxy: true }, /trustProxy must be/],
    [
      "no frame defence",
      { secureHeaders: { frameOptions: false, contentSecurityPolicy: false } },
      /frameOptions/,
    ],
    [
      "a waiver of nothing",
      { waive: { "no-such-guard": "x" } },
      /guard "no-such-guard", which does not exist/,
    ],
    ["a waiver without a reason", { waive: { "open-metrics": "  " } }, /no reason for "open-metrics"/],
  ])("%s", (_, options, message) => expect(() => quietApp(options as never)).toThrow(message));

  it("are named all at once", () => {
    expect(() => new App({ bodyLimitBytes: -1, maxHeaderCount: 0 })).toThrow(
      /bodyLimitBytes.*maxHeaderCount/,
    );
  });
});

describe("groups, plugins and mounts", () => {
  const mark = (name: string): Hooks => ({
    onSend(response) {
      response.headers.append("x-through", name);
    },
  });
  const through = async (app: App, path: string) => {
    const response = await app.request(path);
    return [response.status, response.headers.get("x-through")];
  };

  it("nest their prefixes, hooks and tags, and keep their hooks to themselves", async () => {
    const app = quietApp().use(mark("app"));
    app.group("/v1/", { hooks: mark("v1"), tags: ["v1"], auth: { scheme: "bearer" } }, (v1) => {
      v1.get("/", { responses: ok, tags: ["root"] }, hello);
      v1.group("/books", { hooks: [mark("books")], tags: ["books"] }, (books) => {
        books.get("/:id", { responses: ok, hooks: mark("one"), auth: "public" }, hello);
      });
      v1.register((plugin) => plugin.use(mark("plugin")).get("/p", { responses: ok }, hello), {
        prefix: "/x",
      });
      v1.get("/after", { responses: ok }, hello);
    });
    app.get("/outside", { responses: ok }, hello);
    const described = app.introspect().routes.map(({ path, tags, auth }) => [path, tags, auth]);
    expect(described).toEqual([
      ["/v1", ["v1", "root"], { scheme: "bearer" }],
      ["/v1/books/:id", ["v1", "books"], "public"],
      ["/v1/x/p", ["v1"], { scheme: "bearer" }],
      ["/v1/after", ["v1"], { scheme: "bearer" }],
      ["/outside", [], undefined],
    ]);
    const open = quietApp({ env: "test" }).mount("/", app);
    expect(await through(open, "/v1")).toEqual([200, "app, v1"]);
    expect(await through(open, "/v1/books/7")).toEqual([200, "app, v1, books, one"]);
    expect(await through(open, "/v1/x/p")).toEqual([200, "app, v1, plugin"]);
    expect(await through(open, "/v1/after")).toEqual([200, "app, v1"]);
    expect(await through(open, "/outside")).toEqual([200, "app"]);
  });

  it("a mounted app keeps what was registered after the mount, its hooks behind those around it", async () => {
    const inner = quietApp().use(mark("inner"));
    const app = quietApp().use(mark("outer")).mount("/in", inner);
    inner.get("/late", { responses: ok }, hello).use(mark("late"));
    expect(await through(app, "/in/late")).toEqual([200, "outer, inner, late"]);
    expect(() => inner.get("/too-late", { responses: ok }, hello)).toThrow(/after the app was ready/);
  });

  it("a mounted app keeps its limits and its state", async () => {
    const inner = quietApp({ bodyLimitBytes: 10 }).decorate("db", "inner").decorate("own", 1);
    inner.post(
      "/",
      { auth: "public", request: { body: z.string() }, consumes: ["text/plain"], responses: ok },
      hello,
    );
    inner.get("/state", { responses: ok }, ({ state }) => ({ status: 200, body: { ...state } }));
    const app = quietApp().decorate("db", "outer").decorate("outer", 2).mount("/in", inner);
    app.get("/state", { responses: ok }, ({ state }) => ({ status: 200, body: { ...state } }));
    expect(await (await app.request("/in/state")).json()).toEqual({ db: "inner", own: 1, outer: 2 });
    expect(await (await app.request("/state")).json()).toEqual({ db: "outer", outer: 2 });
    const big = { method: "POST", headers: { "content-type": "text/plain" }, body: "x".repeat(11) };
    expect((await app.request("/in", big)).status).toBe(413);
  });

  it("start and shutdown reach mounted apps, in mirrored order", async () => {
    const seen: string[] = [];
    const life = (name: string) =>
      quietApp()
        .onStart(() => seen.push(`start ${name}`))
        .onShutdown(() => seen.push(`stop ${name}`));
    const app = life("outer").mount("/in", life("inner").mount("/deep", life("deep")));
    await app[adapterPort].start();
    await app.shutdown();
    await app.shutdown();
    expect(seen).toEqual([
      ...["start deep", "start inner", "start outer"],
      ...["stop outer", "stop inner", "stop deep"],
    ]);
  });

  it("what two apps bring twice is found when the app is made ready", () => {
    const inner = () => quietApp().get("/a", { operationId: "a", responses: ok }, hello);
    expect(() => inner().mount("/", inner()).ready()).toThrow(/registered twice|operationId "a"/);
    expect(() => inner().mount("/in", inner()).ready()).toThrow(
      /GET \/a and GET \/in\/a have the operationId "a"/,
    );
  });
});

describe("what the app answers by itself", () => {
  const app = quietApp()
    .get("/", { responses: ok }, hello)
    .get("/books/new", { responses: ok }, hello)
    .post("/books/:id", { auth: "public", responses: ok }, hello)
    .delete("/books/*", { auth: "public", responses: ok }, hello)
    .head("/only-head", { responses: ok }, hello);

  it.each([
    ["/", "GET, HEAD, OPTIONS"],
    ["/books/new", "DELETE, GET, HEAD, OPTIONS, POST"],
    ["/books/7", "DELETE, OPTIONS, POST"],
    ["/books/7/x", "DELETE, OPTIONS"],
    ["/only-head", "HEAD, OPTIONS"],
  ])("%s allows %s", async (path, allow) => {
    const refused = await app.request(path, { method: "PATCH" });
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, allow]);
    expect((await problemOf(refused)).type).toBe("https://daloyjs.dev/errors/method-not-allowed");
    const options = await app.request(path, { method: "OPTIONS" });
    expect([options.status, options.headers.get("allow"), options.body]).toEqual([204, allow, null]);
  });

  it.each(["BREW", "PROPFIND", "M-SEARCH", "patch"])("405 for the method %s too", async (method) => {
    expect((await app.request("/", { method })).status).toBe(405);
  });

  it.each([
    ["/books", 404],
    ["/Books/new", 404],
    ["/books/new/", 405],
    ["//", 404],
    ["/%2e%2e%2fetc", 400],
    ["/books/%00", 400],
    ["/books/%zz", 400],
    ["/books/a%5c", 400],
  ])("GET %s is %i", async (path, status) => {
    const response = await app.request(`http://localhost${path}`);
    expect(response.status).toBe(status);
    expect((await problemOf(response)).status).toBe(status);
  });
});
