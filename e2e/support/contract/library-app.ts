import { randomBytes } from "node:crypto";
import { type } from "arktype";
import * as v from "valibot";
import { z } from "zod";
import { App } from "../../../templates/packages/core/src/app/app.ts";
import { bearerAuth } from "../../../templates/packages/core/src/middleware/bearer-auth.ts";
import { requireScopes } from "../../../templates/packages/core/src/middleware/require-scopes.ts";
import type { ToJsonSchema } from "../../../templates/packages/core/src/openapi/describe.ts";
import { rateLimit } from "../../../templates/packages/core/src/rate-limit/rate-limit.ts";
import { route, routes } from "../../../templates/packages/core/src/route/route.ts";

export const token = randomBytes(32).toString("base64url");

const Author = z
  .object({ name: z.string().min(1), born: z.int().optional() })
  .meta({ id: "Author", description: "Who wrote it" });

const NewBook = z
  .object({
    title: z
      .string()
      .min(1)
      .max(200)
      .meta({ description: "As on the cover", examples: ["Emma"] }),
    pages: z.int().min(1).default(1),
    author: Author,
    subtitle: z.string().nullable().optional(),
    kind: z.enum(["novel", "poetry"]),
  })
  .meta({ id: "NewBook" });

/** Sent and returned: with a default, the two are not the same. */
const Book = z.object({ id: z.uuid(), ...NewBook.shape }).meta({ id: "Book" });

/** Contains itself, and has a name of its own. */
const Shelf = z
  .object({
    label: z.string(),
    get shelves() {
      return z.array(Shelf).default([]);
    },
  })
  .meta({ id: "Shelf" });

/** Contains itself, and has none. */
const Comment = z.object({
  text: z.string(),
  get replies() {
    return z.array(Comment);
  },
});

const Shape = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("circle"), radius: z.number().positive() }),
  z.object({ kind: z.literal("square"), side: z.number().positive() }),
]);

const Reader = v.object({ name: v.pipe(v.string(), v.minLength(1)), age: v.optional(v.number()) });
const Loan = type({ book: "string", days: "1 <= number <= 30", "note?": "string" });

const emma = {
  id: "3f0c5b1e-8a52-4c55-9b2f-6f7c1f0a2d11",
  title: "Emma",
  pages: 474,
  author: { name: "Jane Austen" },
  kind: "novel" as const,
};

const verify = bearerAuth({ tokens: [{ token, user: { id: "reader", scopes: ["books:write"] } }] });
const tags = ["books"];

const books = routes({
  listBooks: route({
    method: "GET",
    path: "/books",
    tags,
    auth: "public",
    request: {
      query: z.object({
        limit: z.coerce.number().int().min(1).max(100).default(20).meta({ description: "How many at most" }),
        kind: z.array(z.enum(["novel", "poetry"])).optional(),
        old: z.string().optional().meta({ deprecated: true }),
      }),
      headers: z.object({ "x-tenant": z.string().optional(), authorization: z.string().optional() }),
    },
    responses: {
      200: {
        description: "A page of books",
        body: z.object({ items: z.array(Book), total: z.int() }),
        headers: z.object({ "x-total": z.string().meta({ description: "As a number" }) }),
        examples: { one: { summary: "One book", value: { items: [emma], total: 1 } } },
      },
    },
    handler: ({ query, headers }) => ({
      status: 200,
      body: { items: query.kind?.includes("poetry") ? [] : [emma].slice(0, query.limit), total: 1 },
      headers: { "x-total": "1", "x-seen": headers["x-tenant"] ?? "" },
    }),
  }),
  getBook: route({
    method: "GET",
    path: "/books/:id",
    tags,
    auth: "public",
    request: { params: z.object({ id: z.uuid() }) },
    responses: { 200: { description: "The book", body: Book }, 404: { description: "No such book" } },
    handler: ({ params }) =>
      params.id === emma.id ? { status: 200, body: emma } : { status: 404, body: { title: "Not Found" } },
  }),
  createBook: route({
    method: "POST",
    path: "/books",
    tags,
    description: "Adds a book.\n\nThe id is made by the server.",
    auth: { scheme: "bearer", scopes: ["books:write"] },
    hooks: [verify, requireScopes(["books:write"])],
    request: { body: NewBook },
    responses: {
      201: { description: "Added", body: Book, headers: z.object({ location: z.string() }) },
      409: { description: "There already", body: z.object({ reason: z.string() }) },
    },
    handler: ({ body }) =>
      body.title === emma.title
        ? { status: 409, body: { reason: "We have it." } }
        : { status: 201, body: { ...body, id: emma.id }, headers: { location: `/books/${emma.id}` } },
  }),
  replaceBook: route({
    method: "PUT",
    path: "/books/:id",
    tags,
    auth: { scheme: "bearer", scopes: ["books:write"] },
    authorize: { check: () => true, hide: true },
    hooks: [verify, requireScopes(["books:write"])],
    request: { params: z.object({ id: z.uuid() }), body: Book },
    responses: { 200: { description: "Replaced", body: Book }, 404: { description: "No such book" } },
    handler: ({ body }) => ({ status: 200, body }),
  }),
  deleteBook: route({
    method: "DELETE",
    path: "/books/:id",
    tags,
    deprecated: true,
    auth: { scheme: "bearer", scopes: ["books:write"] },
    authorize: { any: "every writer may delete" },
    hooks: [verify, requireScopes(["books:write"]), rateLimit({ windowMs: 60_000, max: 1000 })],
    request: { params: z.object({ id: z.uuid() }) },
    responses: { 204: {}, 404: {} },
    handler: () => ({ status: 204 }),
  }),
});

const others = routes({
  echoShelf: route({
    method: "POST",
    path: "/shelves",
    auth: "public",
    request: { body: Shelf },
    responses: { 200: { body: Shelf } },
    handler: ({ body }) => ({ status: 200, body }),
  }),
  echoComment: route({
    method: "POST",
    path: "/comments",
    auth: "public",
    request: { body: Comment },
    responses: { 200: { body: Comment } },
    handler: ({ body }) => ({ status: 200, body }),
  }),
  echoShape: route({
    method: "POST",
    path: "/shapes",
    auth: "public",
    request: { body: Shape },
    responses: { 200: { body: z.array(Shape) } },
    handler: ({ body }) => ({ status: 200, body: [body] }),
  }),
  echoReader: route({
    method: "POST",
    path: "/readers",
    auth: "public",
    request: { body: Reader },
    responses: { 200: { body: Reader } },
    handler: ({ body }) => ({ status: 200, body }),
  }),
  echoLoan: route({
    method: "POST",
    path: "/loans",
    auth: "public",
    request: { body: Loan },
    responses: { 200: { body: Loan } },
    handler: ({ body }) => ({ status: 200, body }),
  }),
  signIn: route({
    method: "POST",
    path: "/sign-in",
    auth: "public",
    consumes: ["application/x-www-form-urlencoded"],
    request: { body: z.object({ user: z.string(), word: z.string() }) },
    responses: { 200: { body: z.object({ user: z.string() }) } },
    handler: ({ body }) => ({ status: 200, body: { user: body.user } }),
  }),
  shout: route({
    method: "POST",
    path: "/shout",
    auth: "public",
    consumes: ["text/plain"],
    request: { body: z.string() },
    responses: { 200: { body: z.object({ said: z.string() }) } },
    handler: ({ body }) => ({ status: 200, body: { said: body.toUpperCase() } }),
  }),
  getFile: route({
    method: "GET",
    path: "/files/*",
    auth: "public",
    request: { params: z.object({ "*": z.string() }) },
    responses: { 200: { body: z.object({ path: z.string() }) } },
    handler: ({ params }) => ({ status: 200, body: { path: params["*"] } }),
  }),
});

/** An API that uses all of a contract, over three vendors; some of it mounted last. */
export function libraryApp(toJsonSchema: ToJsonSchema) {
  const mounted = new App({ env: "production", logger: false });
  const app = new App({
    env: "production",
    logger: false,
    openapi: {
      info: { title: "Library", version: "1.2.3", license: { name: "MIT", identifier: "MIT" } },
      servers: [{ url: "http://127.0.0.1/" }],
      tags: { books: "What can be read" },
      toJsonSchema,
    },
  })
    .routes(books)
    .healthcheck()
    .mount("/more", mounted);
  mounted.routes(others);
  return app as App<(typeof books)["~routes"] & (typeof others)["~routes"]>;
}
