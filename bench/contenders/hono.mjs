import { randomUUID } from "node:crypto";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { validator } from "hono/validator";
import { bookOf, createdId, requestIdHeader, securityHeaders } from "../contract.mjs";
import { NewBook } from "./zod-schemas.mjs";

const app = new Hono();

app.use(async (context, next) => {
  for (const name in securityHeaders) context.header(name, securityHeaders[name]);
  context.header(requestIdHeader, randomUUID());
  await next();
});

app.get("/books/:id", (context) => context.json(bookOf(context.req.param("id"))));

const newBook = validator("json", (value, context) => {
  const parsed = NewBook.safeParse(value);
  return parsed.success ? parsed.data : context.json({ error: "invalid book" }, 422);
});

app.post("/books", newBook, (context) => context.json({ id: createdId, ...context.req.valid("json") }, 201));

export function listen(hostname) {
  return new Promise((resolve) => {
    serve({ fetch: app.fetch, hostname, port: 0 }, ({ port }) => resolve(port));
  });
}
