import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { App } from "../../../../templates/packages/core/src/app/app.ts";
import type { AppOptions } from "../../../../templates/packages/core/src/app/options.ts";
import { markAuthHook } from "../../../../templates/packages/core/src/hooks/hooks.ts";
import { generateOpenAPI } from "../../../../templates/packages/core/src/openapi/generate.ts";
import { rateLimit } from "../../../../templates/packages/core/src/rate-limit/rate-limit.ts";
import type { RequestSchemas, Responses } from "../../../../templates/packages/core/src/route/route.ts";

const handler = () => new Response();
const newApp = (options: AppOptions = {}) => new App({ env: "production", logger: false, ...options });

/** The document of an app with one public `POST /` (or another method) and these schemas. */
function documentOf(request: RequestSchemas, responses: Responses = { 200: {} }, more: object = {}) {
  const app = newApp();
  const definition = { operationId: "op", auth: "public" as const, request, responses, ...more };
  if (request.body) app.post("/", definition, handler);
  else app.get("/", definition, handler);
  return generateOpenAPI(app);
}

const bodyOf = (body: RequestSchemas["body"], more: object = {}) =>
  documentOf(body ? { body } : {}, { 200: {} }, more).paths["/"]?.["post"]?.requestBody?.content;

const Author = z.object({ name: z.string() }).meta({ id: "Author" });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

describe("components", () => {
  test("a schema that names itself is one, wherever it stands", () => {
    const Book = z.object({ author: Author, editor: Author.optional() });
    const { components, paths } = documentOf({ body: Book }, { 200: { body: z.array(Author) } });
    expect(Object.keys(components.schemas)).toEqual(["Author", "Problem"]);
    expect(paths["/"]?.["post"]?.requestBody?.content["application/json"]?.schema).toMatchObject({
      properties: { author: ref("Author"), editor: ref("Author") },
    });
    expect(JSON.stringify(paths["/"]?.["post"]?.responses[200])).toContain('"items":{"$ref"');
  });

  test.each([
    ["zod", z.object({ a: z.string(), b: z.string() })],
    ["arktype", type({ a: "string", b: "string" })],
  ])("a schema of %s that is used twice is one, named after its first use", (_, schema) => {
    const { components, paths } = documentOf(
      { body: schema },
      { 200: { body: schema }, 409: { body: schema } },
    );
    expect(Object.keys(components.schemas)).toEqual(["OpResult", "Problem"]);
    expect(paths["/"]?.["post"]?.requestBody?.content).toEqual({
      "application/json": { schema: ref("OpResult") },
    });
  });

  test("a part that equals a component refers to it", () => {
    const Book = z.object({ id: z.string(), title: z.string() });
    const { paths } = documentOf({ body: Book }, { 200: { body: Book }, 206: { body: z.array(Book) } });
    expect(JSON.stringify(paths["/"]?.["post"]?.responses[206])).toContain('"items":{"$ref"');
  });

  test("a schema whose input differs from its output is two, and says so in every schema around it", () => {
    const Inner = z.object({ pages: z.number().default(1) }).meta({ id: "Inner" });
    const Outer = z.object({ inner: Inner }).meta({ id: "Outer" });
    const { components, paths } = documentOf({ body: Outer }, { 200: { body: Outer } });
    expect(Object.keys(components.schemas)).toEqual([
      "Inner",
      "InnerInput",
      "Outer",
      "OuterInput",
      "Problem",
    ]);
    expect(components.schemas["OuterInput"]).toMatchObject({ properties: { inner: ref("InnerInput") } });
    expect(components.schemas["Inner"]).toMatchObject({ required: ["pages"] });
    expect(components.schemas["InnerInput"]).not.toHaveProperty("required");
    expect(paths["/"]?.["post"]?.requestBody?.content["application/json"]?.schema).toEqual(ref("OuterInput"));
  });

  test("a schema called Problem does not take the framework's place", () => {
    const { components } = documentOf(
      {},
      { 200: { body: z.object({ a: z.string() }).meta({ id: "Problem" }) } },
    );
    expect(Object.keys(components.schemas)).toEqual(["Problem", "Problem2"]);
    expect(components.schemas["Problem"]).toMatchObject({ description: "A problem as of RFC 9457." });
  });

  test("examples, defaults and constants stay as they are, even where they look like a component", () => {
    const value = { type: "object", properties: { name: { type: "string" } }, required: ["name"] };
    const schema = z.object({ author: Author, any: z.unknown().meta({ examples: [value], default: value }) });
    const { components, paths } = documentOf(
      { body: schema },
      { 200: { body: schema, examples: { one: { value: { author: { name: "a" }, any: value } } } } },
    );
    expect(components.schemas["OpResult"]).toMatchObject({
      properties: { any: { examples: [value], default: value } },
    });
    expect(paths["/"]?.["post"]?.responses[200]).toMatchObject({
      content: { "application/json": { examples: { one: { value: { any: value } } } } },
    });
  });
});

describe("recursive schemas", () => {
  const Named = z.object({
    name: z.string(),
    get children() {
      return z.array(Named);
    },
  });
  const Tree = Named.meta({ id: "Tree" });
  const Ping = z.object({
    get pong() {
      return Pong.optional();
    },
  });
  const Pong = z.object({
    get ping() {
      return Ping.optional();
    },
  });
  const { node } = type.module({ node: { name: "string", "next?": "node" } });

  test.each([
    ["zod, named", Tree, { OpBody: undefined, Tree: expect.anything() }],
    ["zod, unnamed", Named, { OpBody: { properties: { children: { items: ref("OpBody") } } } }],
    ["arktype", node, { OpBody: { properties: { next: ref("OpBody") } } }],
  ])("%s", (_, body, expected) => {
    const { components } = documentOf({ body });
    expect({ OpBody: undefined, ...components.schemas }).toMatchObject(expected);
  });

  test("two that need each other", () => {
    const { components } = documentOf({ body: Ping });
    const text = JSON.stringify(components.schemas);
    for (const [, name] of text.matchAll(/#\/components\/schemas\/([^"]+)/g)) {
      expect(components.schemas).toHaveProperty(name ?? "");
    }
  });

  test("with defaults, what is sent refers to what is sent", () => {
    const Shelf = z.object({
      get shelves() {
        return z.array(Shelf).default([]);
      },
    });
    const { components } = documentOf({ body: Shelf }, { 200: { body: Shelf } });
    expect(components.schemas).toMatchObject({
      OpResult: { properties: { shelves: { items: ref("OpResult") } }, required: ["shelves"] },
      OpResultInput: { properties: { shelves: { items: ref("OpResultInput") } } },
    });
  });
});

describe("what unknown keys do", () => {
  const schema = z.object({ inner: z.object({ a: z.string() }), free: z.record(z.string(), z.string()) });
  const closed = (value: unknown) => JSON.stringify(value).split('"additionalProperties":false').length - 1;

  test.each([
    ["refused: closed at every depth", schema, {}, 2],
    ["stripped: open", schema, { unknownKeys: "strip" }, 0],
    ["kept by the schema: open", z.looseObject({ a: z.string() }), {}, 0],
    ["arktype keeps them, the framework does not: closed", type({ a: "string" }), {}, 1],
    [
      "an intersection that is one object: closed",
      z.intersection(z.object({ a: z.string() }), z.object({ b: z.string() })),
      {},
      1,
    ],
    [
      "an intersection of parts, of which each sees a part: open",
      z.intersection(Author, z.object({ b: z.string() })),
      {},
      0,
    ],
    [
      "a union: each branch closed",
      z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]),
      {},
      2,
    ],
  ])("%s", (_, body, more, count) => {
    expect(closed(bodyOf(body, more))).toBe(count);
  });
});

test("an intersection that is returned is not closed below its parts, where its vendor closes it", () => {
  const Both = z.intersection(Author, z.object({ b: z.string() }));
  const { paths, components } = documentOf({}, { 200: { body: Author }, 206: { body: Both } });
  expect(paths["/"]?.["get"]?.responses[206]).toMatchObject({
    content: {
      "application/json": { schema: { allOf: [ref("Author2"), { properties: { b: {} }, required: ["b"] }] } },
    },
  });
  expect(JSON.stringify(paths["/"]?.["get"]?.responses[206])).not.toContain("additionalProperties");
  expect(components.schemas).toMatchObject({ Author: { additionalProperties: false } });
  expect(components.schemas["Author2"]).not.toHaveProperty("additionalProperties");
});

describe("parameters", () => {
  const parametersOf = (request: RequestSchemas) => documentOf(request).paths["/"]?.["get"]?.parameters;

  test("of a query that names itself, and of one that is an intersection or a union", () => {
    const Page = z.object({ limit: z.number().default(1) }).meta({ id: "Page" });
    expect(parametersOf({ query: Page })).toMatchObject([{ name: "limit", in: "query", required: false }]);
    expect(parametersOf({ query: z.intersection(Page, z.object({ q: z.string() })) })).toMatchObject([
      { name: "limit", required: false },
      { name: "q", required: true },
    ]);
    const kinds = z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("a"), only: z.string() }),
      z.object({ kind: z.literal("b") }),
    ]);
    expect(parametersOf({ query: kinds })).toMatchObject([
      { name: "kind", required: true, schema: { anyOf: [{ const: "a" }, { const: "b" }] } },
      { name: "only", required: false },
    ]);
  });

  test("a member refers to its component, and an unused one is not there", () => {
    const Kind = z.enum(["novel", "poetry"]).meta({ id: "Kind" });
    const Query = z.object({ kind: Kind }).meta({ id: "Query" });
    const { components, paths } = documentOf({ query: Query });
    expect(paths["/"]?.["get"]?.parameters).toEqual([
      { name: "kind", in: "query", required: true, schema: ref("Kind") },
    ]);
    expect(Object.keys(components.schemas)).toEqual(["Kind", "Problem"]);
  });

  test("what a schema says of itself is said of the parameter", () => {
    const old = z
      .string()
      .optional()
      .meta({ description: "Do not", deprecated: true, examples: ["x"] });
    expect(parametersOf({ query: z.object({ old }), headers: z.object({ "x-a": z.string() }) })).toEqual([
      {
        name: "old",
        in: "query",
        required: false,
        description: "Do not",
        deprecated: true,
        schema: { type: "string", examples: ["x"] },
      },
      { name: "x-a", in: "header", required: true, schema: { type: "string" } },
    ]);
  });

  test("headers that OpenAPI describes elsewhere are left out", () => {
    const headers = z.object({ Authorization: z.string(), accept: z.string(), "content-type": z.string() });
    expect(parametersOf({ headers })).toBeUndefined();
  });

  test("every name of a path is one, with a schema or without", () => {
    const app = newApp();
    app.get(
      "/a/:id/b/:n",
      { responses: { 200: {} }, request: { params: z.object({ n: z.int() }) } },
      handler,
    );
    expect(generateOpenAPI(app).paths["/a/{id}/b/{n}"]?.["get"]?.parameters).toMatchObject([
      { name: "id", in: "path", required: true, schema: { type: "string" } },
      { name: "n", in: "path", required: true, schema: { type: "integer" } },
    ]);
  });
});

describe("paths", () => {
  const pathsOf = (...patterns: string[]) => {
    const app = newApp();
    for (const pattern of patterns) app.get(pattern, { responses: { 200: {} } }, handler);
    return Object.keys(generateOpenAPI(app).paths);
  };

  test.each([
    [["/"], ["/"]],
    [["/files/*"], ["/files/{wildcard}"]],
    [["/:wildcard/*"], ["/{wildcard}/{_wildcard}"]],
    [
      ["/files/*", "/files/:id"],
      ["/files/{wildcard1}/{wildcard2}", "/files/{id}"],
    ],
    [
      ["/f/*", "/f/:a", "/f/:a/:b"],
      ["/f/{wildcard1}/{wildcard2}/{wildcard3}", "/f/{a}", "/f/{a}/{b}"],
    ],
  ])("%j", (patterns, templates) => {
    expect(pathsOf(...patterns)).toEqual(templates);
  });

  test("no order of mounting leaves a route out", () => {
    const inner = newApp();
    const middle = newApp().mount("/inner", inner);
    const app = newApp()
      .mount("/middle", middle)
      .group("/group", {}, (group) => group.mount("/late", inner));
    inner.get("/last", { responses: { 200: {} } }, handler);
    expect(Object.keys(generateOpenAPI(app).paths)).toEqual(
      ["/group/late/last", "/middle/inner/last"].reverse(),
    );
  });

  test("what the framework serves by itself is left out", () => {
    const app = newApp({ docs: true }).healthcheck().readinesscheck();
    expect(generateOpenAPI(app)).toMatchObject({ paths: {}, components: { schemas: {}, responses: {} } });
  });
});

describe("responses", () => {
  const problem = { "application/problem+json": { schema: ref("Problem") } };

  test("every declared one, and the problems of the framework", () => {
    const { paths } = documentOf(
      { body: z.object({ a: z.string() }) },
      { 204: {}, 304: {}, 404: { description: "None" }, 422: { body: z.object({ why: z.string() }) } },
    );
    const responses = paths["/"]?.["post"]?.responses;
    expect(Object.keys(responses ?? {})).toEqual([
      "204",
      "304",
      "400",
      "404",
      "413",
      "415",
      "422",
      "default",
    ]);
    expect(responses).toMatchObject({
      204: { description: "No content" },
      400: { $ref: "#/components/responses/BadRequest" },
      404: { description: "None", content: problem },
      422: { content: { "application/json": {}, ...problem } },
    });
    expect(responses?.[304]).not.toHaveProperty("content");
  });

  test("the examples of a problem are what the app answers with", async () => {
    const app = newApp().get("/", { operationId: "op", responses: { 200: {} } }, handler);
    const { properties } = generateOpenAPI(app).components.schemas["Problem"] as {
      properties: Record<string, { examples?: string[] }>;
    };
    const shown = (name: string) => properties[name]?.examples?.[0];
    const { type, title, instance } = (await (await app.request("/missing")).json()) as Record<
      string,
      string
    >;
    expect([shown("type"), shown("title")]).toEqual([type, title]);
    const form = (urn = "") => urn.replaceAll(/[0-9a-f]/g, "x");
    expect(form(shown("instance"))).toBe(form(instance));
  });

  test("shared ones are there if they are referred to, and only then", () => {
    const { components } = documentOf({ query: z.object({}) }, { 200: {}, 422: {} });
    expect(Object.keys(components.responses).sort()).toEqual(["BadRequest", "Problem"]);
  });

  test("headers, by the schema's output", () => {
    const headers = z.object({
      "x-total": z.string().meta({ description: "All" }),
      link: z.string().optional(),
    });
    expect(documentOf({}, { 200: { headers } }).paths["/"]?.["get"]?.responses[200]).toEqual({
      description: "OK",
      headers: {
        "x-total": { description: "All", required: true, schema: { type: "string" } },
        link: { required: false, schema: { type: "string" } },
      },
    });
  });
});

describe("security", () => {
  const verify = (scheme: string) => markAuthHook({ preBody() {} }, { scheme });

  test("what is declared, with its scopes; what hooks enforce, all of it; nothing for a public route", () => {
    const app = newApp({
      openapi: { securitySchemes: { key: { type: "apiKey", in: "header", name: "x-key" } } },
    });
    const declared = {
      auth: { scheme: "bearer", scopes: ["a"] },
      hooks: [markAuthHook({ preBody() {} }, { scheme: "bearer", scopes: ["a"] })],
    };
    app.get("/declared", { ...declared, responses: { 200: {} } }, handler);
    app.get("/enforced", { hooks: [verify("basic"), verify("key")], responses: { 200: {} } }, handler);
    app.get("/public", { auth: "public", responses: { 200: {} } }, handler);
    const { paths, components } = generateOpenAPI(app);
    expect(Object.values(paths).map((path) => path["get"]?.security)).toEqual([
      [{ bearer: ["a"] }],
      [{ basic: [], key: [] }],
      [],
    ]);
    expect(Object.keys(components.securitySchemes ?? {})).toEqual(["basic", "bearer", "key"]);
    expect(paths["/declared"]?.["get"]?.responses).toHaveProperty("401");
    expect(paths["/public"]?.["get"]?.responses).not.toHaveProperty("401");
  });

  test("a scheme that nobody described is refused with its mend", () => {
    const app = newApp().get("/", { hooks: verify("my-key"), responses: { 200: {} } }, handler);
    expect(() => generateOpenAPI(app)).toThrow(
      'A route\'s auth names the security scheme "my-key"; describe it: new App({ openapi: { securitySchemes: { "my-key": … } } }).',
    );
  });
});

test("summary, description, tags with their words, deprecation, limits", () => {
  const app = newApp({ openapi: { tags: { books: "To read" } } });
  app.group("/v1", { tags: ["v1"] }, (group) =>
    group.get(
      "/x",
      {
        operationId: "getISBNList",
        tags: ["books"],
        deprecated: true,
        description: "Long",
        hooks: rateLimit({ windowMs: 1000, max: 1 }),
        responses: { 200: {} },
      },
      handler,
    ),
  );
  const { tags, paths } = generateOpenAPI(app);
  expect(tags).toEqual([{ name: "v1" }, { name: "books", description: "To read" }]);
  expect(paths["/v1/x"]?.["get"]).toMatchObject({
    operationId: "getISBNList",
    summary: "Get isbnlist",
    description: "Long",
    tags: ["v1", "books"],
    deprecated: true,
    responses: { 429: { $ref: "#/components/responses/TooManyRequests" } },
  });
});

test("info and servers; a trailing slash would be doubled", () => {
  expect(generateOpenAPI(newApp())).toMatchObject({
    openapi: "3.1.1",
    info: { title: "API", version: "0.0.0" },
    servers: [{ url: "/" }],
  });
  const servers = [{ url: "https://api.example.com/v1/", description: "Live" }];
  expect(generateOpenAPI(newApp({ openapi: { info: { title: "Books" }, servers } }))).toMatchObject({
    info: { title: "Books", version: "0.0.0" },
    servers: [{ url: "https://api.example.com/v1", description: "Live" }],
  });
});

test("a vendor that does not describe itself is described by the app's own converter, in both directions", () => {
  const schema = v.object({ a: v.string() });
  const toJsonSchema = (_: unknown, direction: string) => ({ type: "object", title: direction });
  const app = newApp({ openapi: { toJsonSchema } });
  app.post("/", { auth: "public", request: { body: schema }, responses: { 200: { body: schema } } }, handler);
  const text = JSON.stringify(generateOpenAPI(app));
  expect(text).toContain('"title":"input"');
  expect(text).toContain('"title":"output"');
  const without = newApp().post(
    "/",
    { auth: "public", request: { body: schema }, responses: { 200: {} } },
    handler,
  );
  expect(generateOpenAPI(without).paths["/"]?.["post"]?.requestBody?.content).toEqual({
    "application/json": { schema: {} },
  });
});

test("a vendor of the older draft, and one that throws", () => {
  const vendor = (input: (options: { target: string }) => Record<string, unknown>) => ({
    "~standard": {
      version: 1,
      vendor: "own",
      validate: (value: unknown) => ({ value }),
      jsonSchema: { input, output: input },
    },
  });
  const older = vendor(({ target }) => {
    if (target !== "draft-07") throw new Error("unknown draft");
    return { $ref: "#/definitions/a~1b", definitions: { "a/b": { type: "object", properties: { x: {} } } } };
  });
  expect(documentOf({ body: older }).components.schemas).toMatchObject({ a_b: { properties: { x: {} } } });
  const mute = vendor(() => {
    throw new Error("never");
  });
  expect(bodyOf(mute)).toEqual({ "application/json": { schema: {} } });
});

test("the same routes give the same document", () => {
  const build = () => {
    const { node } = type.module({ node: { name: "string", "next?": "node" } });
    return JSON.stringify(documentOf({ body: node }, { 200: { body: node } }));
  };
  const first = build();
  type({ unrelated: "string", "more?": { deep: "number" } });
  expect(build()).toBe(first);
});
