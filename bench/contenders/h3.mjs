import { randomUUID } from "node:crypto";
import { getRouterParam, H3, readValidatedBody, serve } from "h3";
import { bookOf, createdId, requestIdHeader, securityHeaders } from "../contract.mjs";
import { NewBook } from "./zod-schemas.mjs";

const app = new H3();

app.use((event) => {
  const { headers } = event.res;
  for (const name in securityHeaders) headers.set(name, securityHeaders[name]);
  headers.set(requestIdHeader, randomUUID());
});

app.get("/books/:id", (event) => bookOf(getRouterParam(event, "id", { decode: true })));

app.post("/books", async (event) => {
  const book = await readValidatedBody(event, NewBook);
  event.res.status = 201;
  return { id: createdId, ...book };
});

export async function listen(hostname) {
  const server = serve(app, { hostname, port: 0, silent: true, gracefulShutdown: false });
  await server.ready();
  return Number(new URL(server.url).port);
}
