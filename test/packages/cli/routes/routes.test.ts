import { describe, expect, it } from "vitest";
import type {
  AppDescription,
  RouteDescription,
} from "../../../../templates/packages/cli/src/describe/description.ts";
import { routeManifest, routesDocument } from "../../../../templates/packages/cli/src/routes/json.ts";
import { routeTable } from "../../../../templates/packages/cli/src/routes/table.ts";

const route = (change: Partial<RouteDescription>): RouteDescription => ({
  method: "GET",
  path: "/",
  tags: [],
  enforced: [],
  bodyLimitBytes: 65_536,
  hooks: ["rateLimit()"],
  builtIn: false,
  ...change,
});
const limits = {
  bodyLimitBytes: 65_536,
  requestTimeoutMs: 30_000,
  maxHeaderCount: 100,
  jsonMaxDepth: 50,
  jsonMaxKeys: 10_000,
};
const app: AppDescription = {
  routes: [
    route({ path: "/healthz", builtIn: true }),
    route({ path: "/books", operationId: "listBooks", auth: "public" }),
    route({
      method: "PUT",
      path: "/books/:id",
      operationId: "changeBook",
      auth: { scheme: "bearer", scopes: ["books:write"] },
      enforced: ["bearer"],
      authorize: "check",
      bodyLimitBytes: 2 * 1024 ** 2,
      consumes: ["application/json"],
      hooks: ["rateLimit()", "bearerAuth()", "rateLimit()"],
    }),
    route({
      method: "POST",
      path: "/odd",
      operationId: "odd",
      auth: { scheme: "basic" },
      bodyLimitBytes: 1000,
      consumes: ["application/x-www-form-urlencoded", "application/json"],
    }),
    route({ path: "/mine", enforced: ["custom"], hooks: ["custom", "rateLimit()"] }),
  ],
  limits,
  waivers: { "unauthenticated-write": "public feedback form" },
};

describe("the table", () => {
  it("says of each route what is its own, and below what all have", () => {
    expect(routeTable(app)).toMatchInlineSnapshot(`
      "METHOD  PATH        AUTH                  AUTHORIZE  BODY    HOOKS
      GET     /healthz    -                     -          -       -
      GET     /books      public                -          -       -
      PUT     /books/:id  bearer books:write    check      2 MiB   bearerAuth, rateLimit
      POST    /odd        basic (not enforced)  -          1000 B  -
      GET     /mine       custom                -          -       custom

      5 routes; every one of them:
        hooks   rateLimit
        limits  body 64 KiB, timeout 30 s, 100 headers, JSON 50 deep and 10000 keys
        waived  unauthenticated-write: public feedback form
      "
    `);
  });

  it("is there for an app without a route, too", () => {
    const text = routeTable({ routes: [], limits: { ...limits, requestTimeoutMs: 0 }, waivers: {} });
    expect(text).toContain("0 routes");
    expect(text).toContain("timeout none");
  });
});

describe("the data", () => {
  it("is everything that the app tells", () => {
    expect(JSON.parse(routesDocument(app))).toEqual({ schema: 1, ...app });
  });

  it("names the operations for a client, one a line", () => {
    expect(routeManifest(app.routes)).toBe(
      '{\n  "listBooks": ["GET", "/books"],\n  "changeBook": ["PUT", "/books/:id"],\n  "odd": ["POST", "/odd", "application/x-www-form-urlencoded"]\n}\n',
    );
    expect(routeManifest([])).toBe("{}\n");
  });
});
