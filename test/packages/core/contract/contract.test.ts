import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { App } from "../../../../templates/packages/core/src/app/app.ts";
import { runContractTests } from "../../../../templates/packages/core/src/contract/index.ts";
import type { Example, ResponseSpec } from "../../../../templates/packages/core/src/route/route.ts";

const newApp = () => new App({ env: "production", logger: false });
const handler = () => new Response();
const ok = { 200: {} };

const issuesOf = async (app: App) => (await runContractTests(app)).issues;

test("an app without faults has no issue", async () => {
  const app = newApp().healthcheck();
  app.get("/books", { operationId: "list", responses: ok }, handler);
  app.get("/books/:id", { operationId: "get", responses: { 200: {}, 404: {} } }, handler);
  expect(await runContractTests(app)).toEqual({ ok: true, checked: 2, issues: [] });
});

describe("operation ids", () => {
  test("a missing one is an error", async () => {
    const app = newApp().get("/books", { responses: ok }, handler);
    expect(await runContractTests(app)).toEqual({
      ok: false,
      checked: 1,
      issues: [
        {
          level: "error",
          route: "GET /books",
          message: "The route has no operationId, so no client can name it.",
        },
      ],
    });
  });

  test("a double one that a mounted app brings is an error", async () => {
    const other = newApp().get("/books", { operationId: "list", responses: ok }, handler);
    const app = newApp().get("/books", { operationId: "list", responses: ok }, handler).mount("/v2", other);
    expect(await runContractTests(app)).toMatchObject({
      ok: false,
      checked: 0,
      issues: [
        {
          level: "error",
          message: 'GET /books and GET /v2/books have the operationId "list"; rename one of them.',
        },
      ],
    });
  });
});

describe("examples", () => {
  const isoDate = z.codec(z.iso.date(), z.date(), {
    decode: (text) => new Date(text),
    encode: (date) => date.toISOString(),
  });
  const book = { id: "a", pages: 1 };
  const right: [string, ResponseSpec["body"], unknown][] = [
    ["zod", z.object({ id: z.string(), pages: z.int() }), book],
    ["arktype", type({ id: "string", pages: "number" }), book],
    ["valibot", v.object({ id: v.string(), pages: v.number() }), book],
    [
      "what comes out, where that is something else",
      z.object({ n: z.string().transform(Number).pipe(z.number()) }),
      { n: 1 },
    ],
    ["what comes out of a default", z.object({ n: z.number().default(1) }), { n: 2 }],
    ["a date as it travels", z.object({ at: z.date() }), { at: "2024-02-29T00:00:00.000Z" }],
    [
      "a date inside a list and a union",
      z.array(z.union([z.object({ at: z.date() }), z.string()])),
      [{ at: "2024" }],
    ],
    ["a date of arktype", type({ at: "Date" }), { at: "2024-02-29T00:00:00.000Z" }],
    ["a codec", z.object({ day: isoDate }), { day: "2024-02-29" }],
    [
      "a tree",
      z.object({
        name: z.string(),
        get children() {
          return z.array(z.unknown());
        },
      }),
      { name: "a", children: [{}] },
    ],
    ["no schema", undefined, "anything"],
  ];
  const wrong: [string, ResponseSpec["body"], unknown, string][] = [
    [
      "zod",
      z.object({ pages: z.int() }),
      { pages: "1" },
      "/pages: Invalid input: expected number, received string",
    ],
    ["arktype", type({ pages: "number" }), { pages: "1" }, "/pages: must be a number"],
    ["valibot", v.object({ pages: v.number() }), { pages: "1" }, "/pages: Expected number"],
    ["an unknown key", z.object({ pages: z.int() }), { pages: 1, more: 1 }, "/more: Unknown key"],
    ["an unknown key, arktype", type({ pages: "number" }), { pages: 1, more: 1 }, "/more: Unknown key"],
    [
      "a rule that no description has",
      z.string().refine((text) => text === "a", "must be a"),
      "b",
      "/: must be a",
    ],
    [
      "what goes in, where what comes out is something else",
      z.object({ n: z.string().transform(Number).pipe(z.number()) }),
      { n: "1" },
      "/: not what the schema puts out",
    ],
    [
      "nothing",
      z.object({ a: z.string() }),
      undefined,
      "/: Invalid input: expected object, received undefined",
    ],
  ];
  const appWith = (body: ResponseSpec["body"], value: unknown) => {
    const examples: Record<string, Example> = { one: { value } };
    const spec: ResponseSpec = body ? { body, examples } : { examples };
    return newApp().get("/", { operationId: "a", responses: { 200: spec } }, handler);
  };

  test.each(right)("right: %s", async (_, body, value) => {
    expect(await issuesOf(appWith(body, value))).toEqual([]);
  });

  test.each(wrong)("wrong: %s", async (_, body, value, fault) => {
    const message = `The example "one" of response 200 breaks its schema at ${fault}`;
    expect(await issuesOf(appWith(body, value))).toContainEqual({ level: "error", route: "GET /", message });
  });
});

describe("dead routes", () => {
  const kinds = (...values: [string, ...string[]]) => ({ params: z.object({ kind: z.enum(values) }) });
  const appWith = (...routes: [path: string, request?: ReturnType<typeof kinds>][]) => {
    const app = newApp();
    for (const [index, [path, request]] of routes.entries()) {
      const responses = { 200: {}, 404: {} };
      app.get(path, { operationId: `op${index}`, responses, ...(request ? { request } : {}) }, handler);
    }
    return app;
  };

  test.each([
    ["static beside parameter beside wildcard", appWith(["/a/b"], ["/a/:c"], ["/a/*"], ["/*"], ["/"])],
    ["a wildcard under parameters of every depth", appWith(["/:a"], ["/:a/:b"], ["/:a/:b/:c"], ["/*"])],
    ["a parameter of which static routes have some values", appWith(["/a/x"], ["/a/:kind", kinds("x", "y")])],
    ["a parameter with no schema", appWith(["/any"], ["/:a"], ["/anyx"])],
  ])("alive: %s", async (_, app) => {
    expect(await issuesOf(app)).toEqual([]);
  });

  test("dead: a parameter of which static routes have every value", async () => {
    const app = appWith(["/a/x/b"], ["/a/:kind/b", kinds("x", "y")], ["/a/y/b"]);
    expect(await issuesOf(app)).toEqual([
      {
        level: "error",
        route: "GET /a/:kind/b",
        message: "The route can never match: GET /a/y/b answers in its place.",
      },
    ]);
  });
});

test("a body for DELETE is a warning", async () => {
  const app = newApp().delete(
    "/books",
    { operationId: "a", auth: "public", request: { body: z.string() }, responses: ok },
    handler,
  );
  expect(await runContractTests(app)).toMatchObject({
    ok: true,
    issues: [{ level: "warning", route: "DELETE /books", message: expect.stringContaining("RFC 9110") }],
  });
});

test("an object that may not be there without a response that says so is a warning", async () => {
  const app = newApp();
  app.get("/books/:id", { operationId: "a", responses: ok }, handler);
  app.get("/files/*", { operationId: "b", responses: { 200: {}, 410: {} } }, handler);
  app.put("/books/:id", { operationId: "c", auth: "public", responses: ok }, handler);
  expect(await runContractTests(app)).toMatchObject({
    ok: true,
    issues: [
      { level: "warning", route: "GET /books/:id", message: expect.stringContaining("declare a 404") },
    ],
  });
});
