import { beforeAll, describe, expect, test } from "vitest";
import { compile, type Diagnostic } from "../../../support/compile.ts";

const app = `import { App, route, routes } from "@daloyjs/core";
import { createClient, createInProcessClient } from "@daloyjs/core/client";
import { type } from "arktype";
import * as v from "valibot";
import { z } from "zod";

export const books = routes({
  getBook: route({
    method: "GET",
    path: "/books/:id",
    request: { params: z.object({ id: z.string() }) },
    responses: { 200: { body: z.object({ id: z.string(), pages: z.number() }) }, 404: { description: "None" } },
    handler: ({ params }) => ({ status: 200, body: { id: params.id, pages: 1 } }),
  }),
  listBooks: route({
    method: "GET",
    path: "/books",
    request: { query: z.object({ kind: z.array(z.string()).optional() }), headers: z.object({ "x-tenant": z.string().optional() }) },
    responses: { 200: { body: z.array(z.string()) } },
    handler: ({ query }) => ({ status: 200, body: query.kind ?? [] }),
  }),
  addBook: route({
    method: "POST",
    path: "/books",
    auth: "public",
    request: { query: z.object({ by: z.string() }), body: v.object({ title: v.string(), pages: v.optional(v.number(), 1) }) },
    responses: { 201: { body: type({ id: "string" }) }, 409: { body: z.object({ reason: z.string() }) } },
    handler: ({ body }) => (body.pages > 1 ? { status: 201, body: { id: body.title } } : { status: 409, body: { reason: "" } }),
  }),
  ping: route({ method: "GET", path: "/ping", responses: { 200: {} }, handler: () => ({ status: 200 }) }),
});
export const chained = new App()
  .route({ method: "GET", path: "/a", operationId: "first", responses: { 200: { body: z.number() } }, handler: () => ({ status: 200, body: 1 }) })
  .get("/b", { operationId: "second", request: { query: z.object({ q: z.string() }) }, responses: { 200: { body: z.string() } } }, ({ query }) => ({ status: 200, body: query.q }))
  .get("/c", { responses: { 200: {} } }, () => ({ status: 200 }))
  .group("/d", {}, (group) => group.get("/e", { operationId: "third", responses: { 204: {} } }, () => ({ status: 204 })))
  .mount("/f", new App().get("/g", { operationId: "fourth", responses: { 204: {} } }, () => ({ status: 204 })))
  .healthcheck();
export const api = new App().routes(books);
export const client = createClient<typeof api>({ baseUrl: "http://localhost", routes: books });
export const chain = createInProcessClient(chained);
`;

const prelude = `import { App, type Result, route, routes, type Schema } from "@daloyjs/core";
import { createClient } from "@daloyjs/core/client";
import { z } from "zod";
import { api, books, chain, chained, client } from "./app.ts";
`;

const manifest = '{ "getBook": ["GET", "/books/:id"], "shout": ["POST", "/s", "text/plain"] }';

/** Programs that compile: what a type says is checked with `satisfies`, in both directions where it matters. */
const right = {
  "a status tells the body": `const answer = await client.getBook({ params: { id: "1" } });
    if (answer.status === 200) answer.body satisfies { id: string; pages: number };
    answer.status satisfies 200 | 404;
    200 satisfies typeof answer.status; 404 satisfies typeof answer.status;
    answer.headers satisfies Headers;`,
  "query and headers may be left out where nothing in them is required": `await client.listBooks();
    await client.listBooks({});
    await client.listBooks({ query: { kind: ["a", "b"] } });
    await client.listBooks({ headers: { "x-tenant": "t" } }, { signal: AbortSignal.timeout(1), headers: { "x-more": "1" } });`,
  "what is sent is the schema's input, what comes back its output": `const answer = await client.addBook({ query: { by: "me" }, body: { title: "a" } });
    if (answer.status === 201) answer.body.id satisfies string;
    if (answer.status === 409) answer.body.reason satisfies string;`,
  "an operation without parts takes nothing": `await client.ping(); await client.ping({}); await client.ping({}, { headers: { a: "b" } });`,
  "chained routes, groups and mounted apps are known": `const first = await chain.first(); if (first.status === 200) first.body satisfies number;
    const second = await chain.second({ query: { q: "a" } }); if (second.status === 200) second.body satisfies string;
    await chain.third(); await chain.fourth();`,
  "a record and a list of records tell where operations live": `createClient<typeof books>({ baseUrl: "", routes: [books] });
    createClient<typeof api>({ baseUrl: "", routes: { getBook: ["GET", "/books/:id"], shout: ["POST", "/s", "text/plain"] }, fetch, headers: async () => ({ a: "b" }) });`,
  "a manifest is imported as JSON": `import manifest from "./routes.json" with { type: "json" };
    manifest satisfies { getBook: string[] };
    const answer = await createClient<typeof api>({ baseUrl: "", routes: manifest }).getBook({ params: { id: "1" } });
    if (answer.status === 200) answer.body.pages satisfies number;`,
  "a literal status needs no const, and a Response is always allowed": `route({ method: "GET", path: "/", responses: { 200: { body: z.string() } },
      handler: ({ log, signal, state, requestId }) => (signal.aborted ? new Response() : { status: 200, body: requestId, headers: { a: ["b"] } }) });`,
  "a schema of which nothing more is known takes and gives anything": `declare const any: Schema;
    const erased = routes({ op: route({ method: "POST", path: "/", request: { body: any }, responses: { 200: { body: any } },
      handler: ({ body }) => { body satisfies unknown; const known: unknown = body; return { status: 200, body: known }; } }) });
    const answer = await createClient<typeof erased>({ baseUrl: "", routes: erased }).op({ body: 1 }); const body: unknown = answer.body; body satisfies unknown;`,
  "a helper can name the result of a route": `const done: Result<{ 204: {} }> = { status: 204 }; done satisfies object;`,
};

/** Programs that do not, the line of the fault, and what a reader is told. */
const wrong: Record<string, [code: string, says: RegExp]> = {
  "a parameter of another name": [
    `await client.getBook({ params: { isbn: "1" } });`,
    /'isbn' does not exist in type '\{ id: string; \}'/,
  ],
  "a parameter of another type": [
    `await client.getBook({ params: { id: 1 } });`,
    /Type 'number' is not assignable to type 'string'/,
  ],
  "no parameters": [`await client.getBook({});`, /Property 'params' is missing in type '\{\}'/],
  "no input": [`await client.getBook();`, /Expected 1-2 arguments, but got 0/],
  "a missing body": [
    `await client.addBook({ query: { by: "me" } });`,
    /Property 'body' is missing in type '\{ query: \{ by: string; \}; \}'/,
  ],
  "a missing field of the body": [
    `await client.addBook({ query: { by: "me" }, body: {} });`,
    /Property 'title' is missing in type '\{\}'/,
  ],
  "a required query": [`await client.addBook({ body: { title: "a" } });`, /Property 'query' is missing/],
  "a part that the route does not take": [
    `await client.getBook({ params: { id: "1" }, body: {} });`,
    /'body' does not exist in type/,
  ],
  "a part of an operation that takes none": [
    `await client.ping({ query: { a: 1 } });`,
    /Type '\{ a: number; \}' is not assignable to type 'never'/,
  ],
  "a misspelt part": [`await client.listBooks({ quary: {} });`, /'quary' does not exist in type/],
  "an undeclared status": [
    `const answer = await client.getBook({ params: { id: "1" } }); if (answer.status === 500) throw answer;`,
    /types '200 \| 404' and '500' have no overlap/,
  ],
  "the body of another status": [
    `const answer = await client.getBook({ params: { id: "1" } }); answer.body.pages;`,
    /'answer.body' is of type 'unknown'/,
  ],
  "an operation that is not there": [
    `await client.getBooks();`,
    /Property 'getBooks' does not exist.+Did you mean 'getBook'\?/s,
  ],
  "a chained operation that is not there": [`await chain.fifth();`, /Property 'fifth' does not exist/],
  "a handler with an undeclared status": [
    `route({ method: "GET", path: "/", responses: { 200: {} }, handler: () => ({ status: 201 }) });`,
    /'\{ status: 201; \}' is not assignable to type 'Awaitable<Result<\{ 200: \{\}; \}>>'/,
  ],
  "a handler with another body": [
    `route({ method: "GET", path: "/", responses: { 200: { body: z.string() } }, handler: () => ({ status: 200, body: 1 }) });`,
    /^Type 'number' is not assignable to type 'string'\.$/,
  ],
  "a handler that reads what was not validated": [
    `route({ method: "GET", path: "/", responses: { 200: {} }, handler: ({ body }) => ({ status: 200, body: body.title }) });`,
    /'body' is possibly 'undefined'/,
  ],
  "a handler in a record that reads what was not validated": [
    `routes({ op: route({ method: "GET", path: "/", responses: { 200: {} }, handler: ({ query }) => ({ status: 200, body: query.title }) }) });`,
    /'query' is possibly 'undefined'/,
  ],
  "a misspelt part of a definition": [
    `route({ method: "GET", path: "/", requests: {}, responses: { 200: {} }, handler: () => ({ status: 200 }) });`,
    /'requests' does not exist in type/,
  ],
  "a misspelt part of a request": [
    `route({ method: "GET", path: "/", request: { parms: z.object({}) }, responses: { 200: {} }, handler: () => ({ status: 200 }) });`,
    /'parms' does not exist in type/,
  ],
  "a schema that is none": [
    `route({ method: "GET", path: "/", request: { query: { limit: "number" } }, responses: { 200: {} }, handler: () => ({ status: 200 }) });`,
    /'limit' does not exist in type 'Schema'/,
  ],
  "a manifest that is none": [
    `createClient<typeof api>({ baseUrl: "", routes: { getBook: "GET /books/:id" } });`,
    /Type 'string' is not assignable to type 'readonly string\[\]'/,
  ],
  "a status that does not exist": [
    `route({ method: "GET", path: "/", responses: { 299: {} }, handler: () => new Response() });`,
    /'299' does not exist in type/,
  ],
};

describe("the client's types", () => {
  let diagnostics: Diagnostic[];

  beforeAll(async () => {
    const programs = [
      ...Object.entries(right),
      ...Object.entries(wrong).map(([name, [code]]) => [name, code]),
    ];
    const files = programs.map(([name, code]) => [fileOf(name ?? ""), `${prelude}${code}\nexport {};\n`]);
    diagnostics = await compile({ "app.ts": app, "routes.json": manifest, ...Object.fromEntries(files) });
  }, 180_000);

  const fileOf = (name: string) => `${name.replaceAll(/[^a-z]+/gi, "-")}.ts`;
  const said = (name: string) => diagnostics.filter(({ file }) => file === fileOf(name));

  test("the app itself compiles", () => {
    expect(diagnostics.filter(({ file }) => file === "app.ts" || file.startsWith(".."))).toEqual([]);
  });

  test.each(Object.keys(right))("%s", (name) => {
    expect(said(name)).toEqual([]);
  });

  test.each(Object.entries(wrong))("%s is a compile error", (name, [, message]) => {
    expect(said(name).map((diagnostic) => diagnostic.message)).toEqual([expect.stringMatching(message)]);
  });
});
