/** The same with its OpenAPI document and a page for it, whose own code is on a CDN. */
import { swaggerUI } from "@hono/swagger-ui";
import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { HTTPException } from "hono/http-exception";
import * as z from "zod";
import { Book, BookList, NewBook, Page } from "../../templates/example/src/books/book.ts";
import { seedBooks } from "../../templates/example/src/books/seed.ts";
import { MemoryBookStore } from "../../templates/example/src/books/store.ts";
import { Cover, CoverRequest } from "../../templates/example/src/covers/cover.ts";
import { addShared, authenticate, coverOf, limited } from "./hono-bookstore-parts.mjs";

const store = new MemoryBookStore(seedBooks);
const params = z.object({ id: z.uuid() });
const app = new OpenAPIHono();
addShared(app);

const json = (schema) => ({ content: { "application/json": { schema } } });
const answer = (description, schema) => ({ description, ...(schema ? json(schema) : {}) });
const bearer = { security: [{ bearer: [] }] };
const route = (method, path, rest) => createRoute({ method, path, ...rest });

app.openapi(
  route("get", "/books", {
    request: { query: Page },
    responses: { 200: answer("A page of books", BookList) },
  }),
  async (context) => context.json(BookList.parse(await store.list(context.req.valid("query")))),
);
app.openapi(
  route("get", "/books/{id}", {
    request: { params },
    responses: { 200: answer("The book", Book), 404: answer("No such book") },
  }),
  async (context) => {
    const book = await store.find(context.req.valid("param").id);
    if (!book) throw new HTTPException(404, { message: "Not Found" });
    return context.json(Book.parse(book));
  },
);
app.openapi(
  route("post", "/books", {
    ...bearer,
    middleware: authenticate("books:write"),
    request: { body: json(NewBook) },
    responses: { 201: answer("Added", Book), 409: answer("ISBN taken"), 507: answer("The store is full") },
  }),
  async (context) => {
    const book = { id: crypto.randomUUID(), ...context.req.valid("json") };
    const outcome = await store.add(book, context.get("user"));
    if (outcome === "isbn-taken") throw new HTTPException(409, { message: "Conflict" });
    if (outcome === "full") throw new HTTPException(507, { message: "Insufficient Storage" });
    return context.json(Book.parse(book), 201, { location: `/books/${book.id}` });
  },
);
app.openapi(
  route("delete", "/books/{id}", {
    ...bearer,
    middleware: authenticate("books:write"),
    request: { params },
    responses: { 204: answer("Removed"), 404: answer("No such book, or none of yours") },
  }),
  async (context) => {
    const { id } = context.req.valid("param");
    if ((await store.ownerOf(id)) !== context.get("user"))
      throw new HTTPException(404, { message: "Not Found" });
    await store.remove(id);
    return context.body(null, 204);
  },
);
app.openapi(
  route("post", "/fetch-cover", {
    ...bearer,
    middleware: [limited(), authenticate("books:write")],
    request: { body: json(CoverRequest) },
    responses: { 200: answer("What the image is", Cover), 422: answer("Refused") },
  }),
  async (context) => context.json(Cover.parse(await coverOf(context.req.valid("json").url))),
);
app.doc("/openapi.json", { openapi: "3.1.0", info: { title: "bookstore", version: "1.0.0" } });
app.get("/docs", swaggerUI({ url: "/openapi.json" }));

export default app;
