/** The bookstore in Hono: the templates' own schemas and store, validated by zod in and out. */
import { zValidator } from "@hono/zod-validator";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import * as z from "zod";
import { Book, BookList, NewBook, Page } from "../../templates/example/src/books/book.ts";
import { seedBooks } from "../../templates/example/src/books/seed.ts";
import { MemoryBookStore } from "../../templates/example/src/books/store.ts";
import { Cover, CoverRequest } from "../../templates/example/src/covers/cover.ts";
import { addShared, authenticate, coverOf, limited } from "./hono-bookstore-parts.mjs";

const store = new MemoryBookStore(seedBooks);
const BookId = z.object({ id: z.uuid() });
const app = new Hono();
addShared(app);

app.get("/books", zValidator("query", Page), async (context) =>
  context.json(BookList.parse(await store.list(context.req.valid("query")))),
);
app.get("/books/:id", zValidator("param", BookId), async (context) => {
  const book = await store.find(context.req.valid("param").id);
  if (!book) throw new HTTPException(404, { message: "Not Found" });
  return context.json(Book.parse(book));
});
app.post("/books", authenticate("books:write"), zValidator("json", NewBook), async (context) => {
  const book = { id: crypto.randomUUID(), ...context.req.valid("json") };
  const outcome = await store.add(book, context.get("user"));
  if (outcome === "isbn-taken") throw new HTTPException(409, { message: "Conflict" });
  if (outcome === "full") throw new HTTPException(507, { message: "Insufficient Storage" });
  return context.json(Book.parse(book), 201, { location: `/books/${book.id}` });
});
app.delete("/books/:id", authenticate("books:write"), zValidator("param", BookId), async (context) => {
  const { id } = context.req.valid("param");
  if ((await store.ownerOf(id)) !== context.get("user"))
    throw new HTTPException(404, { message: "Not Found" });
  await store.remove(id);
  return context.body(null, 204);
});
app.post(
  "/fetch-cover",
  limited(),
  authenticate("books:write"),
  zValidator("json", CoverRequest),
  async (context) => context.json(Cover.parse(await coverOf(context.req.valid("json").url))),
);

export default app;
