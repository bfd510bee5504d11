// What the compiler must refuse stands under @ts-expect-error: tsc fails this file when it is accepted.
import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import {
  App,
  type Context,
  type InferInput,
  type InferOutput,
  type Route,
  route,
  routes,
} from "../../../../templates/packages/core/src/index.ts";

const Book = z.object({ id: z.number(), title: z.string() });
const responses = { 200: { description: "OK", body: Book }, 404: { description: "Not found" } };
const book = { id: 1, title: "t" };

const kept = <T>(value: T) => value;

it("a literal status needs no const, and only declared ones with their bodies are taken", () => {
  const app = () => new App({ env: "test", logger: false });
  app().get("/a", { responses }, () => ({ status: 200, body: book }));
  app().get("/a", { responses }, async () => ({ status: 404 }));
  app().get("/a", { responses }, () => new Response("as it is"));
  app().get("/a", { responses }, () => (Math.random() > 2 ? { status: 404 } : { status: 200, body: book }));
  // @ts-expect-error 201 is not declared
  app().get("/a", { responses }, () => ({ status: 201, body: book }));
  // @ts-expect-error the title is missing
  app().get("/a", { responses }, () => ({ status: 200, body: { id: 1 } }));
  // @ts-expect-error the body is missing
  app().get("/a", { responses }, () => ({ status: 200 }));
  // @ts-expect-error nothing is returned
  app().get("/a", { responses }, () => {});
  // @ts-expect-error a header is text
  app().get("/a", { responses }, () => ({ status: 404, headers: { age: 5 } }));
  // @ts-expect-error 299 is no status that a route may declare
  route({ method: "GET", path: "/a", responses: { 299: {} }, handler: () => new Response() });
  expect(true).toBe(true);
});

describe("every vendor's schemas infer", () => {
  it("zod, with its transforms", () => {
    const request = {
      params: z.object({ id: z.coerce.number() }),
      query: z.object({ page: z.string().optional() }),
      headers: z.object({ "x-a": z.string() }),
      body: z.object({ date: z.string().transform((text) => new Date(text)) }),
    };
    route({
      method: "POST",
      path: "/:id",
      request,
      responses,
      handler(context) {
        expectTypeOf(context.params).toEqualTypeOf<{ id: number }>();
        expectTypeOf(context.query).toEqualTypeOf<{ page?: string | undefined }>();
        expectTypeOf(context.headers).toEqualTypeOf<{ "x-a": string }>();
        expectTypeOf(context.body).toEqualTypeOf<{ date: Date }>();
        // @ts-expect-error no such parameter
        kept(context.params.name);
        return { status: 404 };
      },
    });
    expectTypeOf<InferInput<(typeof request)["body"]>>().toEqualTypeOf<{ date: string }>();
    expectTypeOf<InferOutput<(typeof request)["body"]>>().toEqualTypeOf<{ date: Date }>();
  });

  it("valibot", () => {
    const request = { body: v.object({ n: v.pipe(v.string(), v.transform(Number)) }) };
    route({
      method: "POST",
      path: "/a",
      request,
      responses: { 200: { body: v.object({ n: v.number() }) } },
      handler({ body, params }) {
        expectTypeOf(body).toEqualTypeOf<{ n: number }>();
        expectTypeOf(params).toEqualTypeOf<undefined>();
        return { status: 200, body };
      },
    });
  });

  it("arktype", () => {
    const request = { params: type({ id: "string" }), body: type({ n: "number", "s?": "string" }) };
    route({
      method: "POST",
      path: "/:id",
      request,
      responses: { 200: { body: type({ n: "number" }) } },
      authorize: ({ params, user }) => {
        expectTypeOf(params).toEqualTypeOf<{ id: string }>();
        expectTypeOf(user).toEqualTypeOf<unknown>();
        return params.id !== "";
      },
      handler({ body }) {
        expectTypeOf(body).toEqualTypeOf<{ n: number; s?: string }>();
        return { status: 200, body: { n: body.n } };
      },
    });
  });
});

it("a definition's own words are checked", () => {
  const base = { path: "/a", responses, handler: () => ({ status: 404 }) as const };
  // @ts-expect-error a method in lower case
  kept(() => route({ ...base, method: "get" }));
  // @ts-expect-error a misspelt part of the request
  kept(() => route({ ...base, method: "GET", request: { qurey: Book } }));
  // @ts-expect-error a schema that is none
  kept(() => route({ ...base, method: "GET", request: { query: { type: "object" } } }));
  // @ts-expect-error a misspelt option
  kept(() => route({ ...base, method: "GET", bodyLimit: 5 }));
  // @ts-expect-error authorize says yes or no
  kept(() => route({ ...base, method: "GET", authorize: () => "yes" }));
  // @ts-expect-error no handler
  kept(() => route({ method: "GET", path: "/a", responses }));
  expect(true).toBe(true);
});

it("the app's type carries every route by its operation id, from a record and from a chain", () => {
  const request = { params: z.object({ id: z.string() }) };
  const record = routes({
    getBook: route({
      method: "GET",
      path: "/books/:id",
      request,
      responses,
      handler: () => ({ status: 404 }),
    }),
  });
  const app = new App({ env: "test", logger: false })
    .routes(record)
    .get("/shelves", { operationId: "listShelves", responses: { 200: {} } }, () => ({ status: 200 }))
    .post("/unnamed", { responses: { 200: {} } }, () => ({ status: 200 }))
    .route({
      method: "PUT",
      path: "/p",
      operationId: "putIt",
      responses: { 200: {} },
      handler: () => ({ status: 200 }),
    })
    .use({})
    .healthcheck();
  type Routes = (typeof app)["~routes"];
  expectTypeOf<keyof Routes>().toEqualTypeOf<"getBook" | "listShelves" | "putIt">();
  expectTypeOf<Routes["getBook"]>().toExtend<Route<typeof request, typeof responses>>();
  expect(app.introspect().routes.map((one) => one.operationId)).toContain("getBook");
});

it("a context without known schemas is read with care", () => {
  const read = (context: Context) => {
    expectTypeOf(context.params).toEqualTypeOf<unknown>();
    expectTypeOf(context.body).toEqualTypeOf<unknown>();
    expectTypeOf(context.state["user"]).toEqualTypeOf<unknown>();
    expectTypeOf(context.clientAddress).toEqualTypeOf<string | undefined>();
  };
  expect(read).toBeTypeOf("function");
});
