import { describe, expect, it } from "vitest";
import {
  type App,
  bearerAuth,
  cors,
  type Hooks,
  ipRestriction,
  rateLimit,
  secureHeaders,
} from "../../../../templates/packages/core/src/index.ts";
import { hello, ok, quietApp, secureHeaderNames } from "../apps.ts";

// Where no route matches below the prefix of a group or a mounted app, its hooks run before the 404 or 405.

const read = { responses: ok };
const locked = bearerAuth({ validate: (token) => token === "good" });
const status = async (app: App, path: string, init?: RequestInit) => (await app.request(path, init)).status;
const good = { headers: { authorization: "Bearer good" } };

/** Notes in which order hooks run, and refuses nothing. */
function marks() {
  const seen: string[] = [];
  const mark = (name: string): Hooks => ({ preBody: () => void seen.push(name) });
  return { seen, mark };
}

describe.each<[string, (app: App) => unknown]>([
  ["a group", (app) => app.group("/admin", { hooks: locked }, (admin) => admin.get("/users", read, hello))],
  [
    "hooks that come later",
    (app) => app.group("/admin", {}, (admin) => admin.get("/users", read, hello).use(locked)),
  ],
  [
    "a plugin with a prefix",
    (app) => app.register((admin) => admin.use(locked).get("/users", read, hello), { prefix: "/admin/" }),
  ],
  ["a mounted app", (app) => app.mount("/admin", quietApp().use(locked).get("/users", read, hello))],
  [
    "an app mounted in a group",
    (app) =>
      app.group("/admin", { hooks: locked }, (admin) =>
        admin.mount("/in", quietApp().get("/users", read, hello)),
      ),
  ],
])("%s answers for all below its prefix", (_, build) => {
  it.each(["/admin", "/admin/missing", "/admin/in/missing", "/admin/a/b/c"])("%s", async (path) => {
    const app = quietApp();
    build(app);
    expect(await status(app, path)).toBe(401);
    expect(await status(app, path, good)).toBe(404);
  });

  it.each(["/", "/administration", "/adminx/users", "/other/admin"])(
    "and for nothing beside it: %s",
    async (path) => {
      const app = quietApp();
      build(app);
      expect(await status(app, path)).toBe(404);
    },
  );
});

it("tells who may not come in of no method either", async () => {
  const app = quietApp().group("/admin", { hooks: locked }, (admin) => admin.get("/users", read, hello));
  expect(await status(app, "/admin/users", { method: "DELETE" })).toBe(401);
  const response = await app.request("/admin/users", { method: "DELETE", ...good });
  expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
});

it("counts a scanner's requests against the limit of the group", async () => {
  const limit = rateLimit({ windowMs: 60_000, max: 2 });
  const app = quietApp().group("/api", { hooks: limit }, (api) => api.get("/books", read, hello));
  const all = [await status(app, "/api/a"), await status(app, "/api/b"), await status(app, "/api/books")];
  expect(all).toEqual([404, 404, 429]);
  expect(await status(app, "/elsewhere")).toBe(404);
});

it("restricts by address what is not there as what is", async () => {
  const inside = ipRestriction({ allow: ["10.0.0.0/8"] });
  const app = quietApp().group("/admin", { hooks: inside }, (admin) => admin.get("/users", read, hello));
  expect([await status(app, "/admin/users"), await status(app, "/admin/x")]).toEqual([403, 403]);
});

it("runs the hooks from the outside in, those of the innermost prefix last", async () => {
  const { seen, mark } = marks();
  const app = quietApp().use(mark("app"));
  app.group("/a", { hooks: mark("a") }, (a) =>
    a.get("/x", read, hello).group("/:id", { hooks: mark("id") }, (id) => id.get("/y", read, hello)),
  );
  const ranFor = async (path: string) => {
    seen.length = 0;
    await app.request(path);
    return [...seen];
  };
  expect(await ranFor("/missing")).toEqual(["app"]);
  expect(await ranFor("/a")).toEqual(["app", "a"]);
  expect(await ranFor("/a/7/missing")).toEqual(["app", "a", "id"]);
});

it("keeps to what groups on one prefix have in common", async () => {
  const { seen, mark } = marks();
  const shared = mark("shared");
  const app = quietApp()
    .group("/a", { hooks: [shared, mark("readers")] }, (a) => a.get("/x", read, hello))
    .group("/a", { hooks: [shared, locked] }, (a) => a.get("/y", read, hello));
  expect(await status(app, "/a/missing")).toBe(404);
  expect(seen).toEqual(["shared"]);
});

it("takes no part of the paths for what has no prefix", async () => {
  const app = quietApp()
    .register((plugin) => plugin.use(locked).get("/x", read, hello))
    .mount("/", quietApp().use(locked).get("/y", read, hello));
  expect([await status(app, "/x"), await status(app, "/y"), await status(app, "/missing")]).toEqual([
    401, 401, 404,
  ]);
});

it("lets a plugin without a prefix add nothing to the group that it is in", async () => {
  const { seen, mark } = marks();
  const app = quietApp().group("/a", { hooks: mark("a") }, (a) =>
    a.register((plugin) => plugin.use(locked).get("/x", read, hello)),
  );
  expect([await status(app, "/a/x"), await status(app, "/a/missing")]).toEqual([401, 404]);
  expect(seen).toEqual(["a", "a"]);
});

it("sends the security headers and a request id there as anywhere", async () => {
  const app = quietApp().group("/a", {}, (a) => a.get("/x", read, hello));
  const { headers } = await app.request("/a/missing");
  for (const name of [...secureHeaderNames, "x-request-id"]) expect(headers.has(name), name).toBe(true);
});

it("sheds load there as anywhere", async () => {
  const app = quietApp({ loadShedding: { maxRssBytes: 1 } });
  app.group("/a", {}, (a) => a.get("/x", read, hello));
  expect([await status(app, "/missing"), await status(app, "/a/missing")]).toEqual([503, 503]);
});

it("has the state, the headers and the CORS policy of the group or mounted app", async () => {
  const needsState: Hooks = {
    preBody: ({ state }) => {
      if (state["db"] !== "ours") throw new Error("no database");
    },
  };
  const child = quietApp().decorate("db", "ours").use(needsState).get("/x", read, hello);
  const friend = "https://app.example";
  const app = quietApp()
    .mount("/child", child)
    .group("/g", { hooks: [cors({ origin: friend }), secureHeaders({ frameOptions: "SAMEORIGIN" })] }, (g) =>
      g.get("/x", read, hello),
    );
  expect(await status(app, "/child/missing")).toBe(404);
  const response = await app.request("/g/missing", { headers: { origin: friend } });
  expect([
    response.status,
    response.headers.get("access-control-allow-origin"),
    response.headers.get("x-frame-options"),
  ]).toEqual([404, friend, "SAMEORIGIN"]);
});
