import { describe, expect, it } from "vitest";
import { Router, valueFor } from "../../../../templates/packages/core/src/routing/router.ts";

function routerOf(...routes: readonly string[]): Router<string> {
  const router = new Router<string>();
  for (const route of routes) {
    const [method, path] = route.split(" ") as ["GET", string];
    router.add(method, path, route);
  }
  return router;
}

function found(router: Router<string>, method: string, path: string): unknown {
  const match = router.find(method, path);
  return match && [valueFor(match.leaf, method), match.params];
}

describe("precedence", () => {
  const router = routerOf(
    "GET /",
    "GET /books",
    "GET /books/new",
    "GET /books/:id",
    "POST /books/:id",
    "GET /books/:id/pages/:page",
    "GET /books/new/pages",
    "GET /books/*",
    "DELETE /books/*",
    "GET /files/*",
    "GET /a/b/c",
    "GET /a/:x/d",
    "GET /:any/b/e",
    "HEAD /own-head",
    "GET /own-head",
  );

  it.each([
    ["GET", "/", "GET /", {}],
    ["HEAD", "/", "GET /", {}],
    ["GET", "/books", "GET /books", {}],
    ["GET", "/books/new", "GET /books/new", {}],
    ["GET", "/books/%6eew", "GET /books/new", {}],
    ["GET", "/books/7", "GET /books/:id", { id: "7" }],
    ["GET", "/books/a%2Fb", "GET /books/:id", { id: "a/b" }],
    ["GET", "/books/%252e", "GET /books/:id", { id: "%2e" }],
    ["POST", "/books/new", "POST /books/:id", { id: "new" }],
    ["GET", "/books/7/pages/2", "GET /books/:id/pages/:page", { id: "7", page: "2" }],
    ["GET", "/books/new/pages", "GET /books/new/pages", {}],
    ["GET", "/books/new/pages/2", "GET /books/:id/pages/:page", { id: "new", page: "2" }],
    ["GET", "/books/7/x/y", "GET /books/*", { "*": "7/x/y" }],
    ["GET", "/books/", "GET /books/*", { "*": "" }],
    ["DELETE", "/books/7", "DELETE /books/*", { "*": "7" }],
    ["GET", "/a/b/d", "GET /a/:x/d", { x: "b" }],
    ["GET", "/a/b/e", "GET /:any/b/e", { any: "a" }],
    ["HEAD", "/own-head", "HEAD /own-head", {}],
    ["HEAD", "/books/7", "GET /books/:id", { id: "7" }],
  ])("%s %s is answered by %s", (method, path, value, params) => {
    expect(found(router, method, path)).toEqual([value, params]);
  });

  it.each([
    ["GET", "/files"],
    ["GET", "/Books"],
    ["GET", "/a/b/c/"],
    ["GET", "//books"],
    ["GET", "/a//d"],
    ["GET", "/nothing/here"],
    ["PUT", "/books"],
    ["OPTIONS", "/books"],
    ["__proto__", "/books"],
    ["get", "/books"],
    ["GET", "/files//etc/passwd"],
    ["GET", "/files/%2Fetc/passwd"],
    ["GET", "/files/admin%2Fkeys"],
    ["GET", "/files/a/b%2fc"],
    ["GET", "/files/a//b"],
  ])("%s %s is answered by nothing", (method, path) => expect(found(router, method, path)).toBeUndefined());

  it.each([
    ["/", ["/"]],
    ["/books/new", ["/books/new", "/books/:id", "/books/*"]],
    ["/books/7/x", ["/books/*"]],
    ["/nothing/here", []],
    ["/files//etc", []],
  ])("every leaf of %s is found for Allow", (path, patterns) => {
    expect(router.leavesOf(path).map((leaf) => leaf.pattern)).toEqual(patterns);
  });
});

it.each([
  [["GET /a", "GET /a"], /GET \/a is registered twice/],
  [["GET /:a", "GET /:a"], /registered twice/],
  [["GET /a/*", "GET /a/*"], /registered twice/],
  [["GET /:a/x", "GET /:b/y"], /":b" where another route has ":a"; use one name/],
])("refuses %j", (routes, message) => expect(() => routerOf(...routes)).toThrow(message));

it("keeps the parameters of the branch that won, none of one that was left", () => {
  const router = routerOf("GET /:a/x/:b/end", "GET /:a/*");
  expect(found(router, "GET", "/1/x/2/other")).toEqual(["GET /:a/*", { a: "1", "*": "x/2/other" }]);
});

it("answers a path of 100,000 segments", () => {
  const router = routerOf("GET /a/:b", "GET /a/:b/*");
  const path = `/a${"/x".repeat(100_000)}`;
  expect(router.find("GET", path)?.leaf.pattern).toBe("/a/:b/*");
  expect(router.find("GET", `/b${path}`)).toBeUndefined();
});

it("finds one of 10,000 routes about as fast as one of ten", () => {
  const routes = (count: number) =>
    routerOf(...Array.from({ length: count }, (_, i) => `GET /r${i}/items/:id`));
  const few = routes(10);
  const many = routes(10_000);
  const paths = Array.from({ length: 10 }, (_, i) => `/r${i}/items/7`);
  const time = (router: Router<string>): number => {
    const start = performance.now();
    for (let i = 0; i < 5_000; i++) router.find("GET", paths[i % 10] ?? "");
    return performance.now() - start;
  };
  const best = (router: Router<string>) => Math.min(...Array.from({ length: 3 }, () => time(router)));
  best(few);
  best(many);
  // a linear search would be a thousand times slower
  expect(best(many)).toBeLessThan(best(few) * 5);
});
