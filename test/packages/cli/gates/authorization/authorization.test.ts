import { describe, expect, it } from "vitest";
import type { RouteDescription } from "../../../../../templates/packages/cli/src/describe/description.ts";
import {
  authorization,
  authorizationFindings,
} from "../../../../../templates/packages/cli/src/gates/authorization/authorization.ts";
import { parseSources } from "../../../../../templates/packages/cli/src/verify/source.ts";
import { prove } from "../support/prove.ts";

prove(authorization);

const base: RouteDescription = {
  method: "GET",
  path: "/books/:id",
  tags: [],
  auth: { scheme: "bearer" },
  enforced: ["bearer"],
  bodyLimitBytes: 0,
  hooks: [],
  builtIn: false,
};
const found = (change: Partial<RouteDescription>) =>
  authorizationFindings([{ ...base, ...change }], []).length;

describe("a route that is undecided", () => {
  it.each<[string, Partial<RouteDescription>]>([
    ["with an id", {}],
    ["that writes", { method: "DELETE" }],
    ["with an id in the middle", { path: "/users/:user/orders" }],
    ["with two ids", { path: "/users/:user/orders/:order" }],
    ["with a wildcard", { path: "/files/*" }],
    ["with an id and an extension", { path: "/books/:id/cover.png" }],
    ["whose authentication is only declared", { enforced: [] }],
    ["whose authentication is only enforced", { enforced: ["custom"] }],
    ["with scopes, which say nothing of the object", { auth: { scheme: "bearer", scopes: ["books:write"] } }],
    ["that calls itself public and authenticates", { auth: "public" }],
    ["with several schemes", { enforced: ["bearer", "basic"] }],
  ])("%s is found", (_name, change) => expect(found(change)).toBe(1));

  it.each<[string, Partial<RouteDescription>]>([
    ["with a check", { authorize: "check" }],
    ["that anyone may, for a reason", { authorize: "any" }],
    ["without an id", { path: "/books" }],
    ["at the root", { path: "/" }],
    ["that is public", { auth: "public", enforced: [] }],
    ["that is the framework's own", { builtIn: true }],
    ["with a colon that is no parameter", { path: "/books/12:30" }],
    ["with an asterisk that is no wildcard", { path: "/books/a*b" }],
    ["with a check and a wildcard", { path: "/files/*", authorize: "check" }],
    ["with a check and two ids", { path: "/a/:b/c/:d", authorize: "check" }],
  ])("%s is let be", (_name, change) => expect(found(change)).toBe(0));

  it("is shown where it is written", async () => {
    const text =
      '\nexport const books = routes({\n  getBook: route({ method: "GET", path: "/books/:id" }),\n});\n';
    const sources = await parseSources([["src/books/routes.ts", text]]);
    expect(authorizationFindings([base], sources)[0]).toMatchObject({ file: "src/books/routes.ts", line: 3 });
    expect(authorizationFindings([{ ...base, path: "/v1/books/:id" }], sources)[0]).toMatchObject({
      line: 3,
    });
    expect(authorizationFindings([{ ...base, path: "/other/:id" }], sources)[0]).toMatchObject({
      file: "src/app.ts",
    });
  });
});
