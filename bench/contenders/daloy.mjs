/** Ours, as a generated project runs it: the contract validates, every default protection stays on. */
import { z } from "zod";
import { App, route, routes } from "../../templates/packages/core/dist/index.js";
import { serve } from "../../templates/packages/core/dist/node/index.js";
import { bookOf, createdId } from "../contract.mjs";
import { Book, NewBook } from "./zod-schemas.mjs";

/** By default there are three more; every contender sends the same ones. */
const sameHeadersAsPeers = {
  permissionsPolicy: false,
  crossOriginOpenerPolicy: false,
  crossOriginResourcePolicy: false,
};

const books = routes({
  getBook: route({
    method: "GET",
    path: "/books/:id",
    request: { params: z.object({ id: z.string() }) },
    responses: { 200: { description: "Found", body: Book } },
    handler: ({ params }) => ({ status: 200, body: bookOf(params.id) }),
  }),
  createBook: route({
    method: "POST",
    path: "/books",
    auth: "public",
    request: { body: NewBook },
    responses: { 201: { description: "Created", body: Book } },
    handler: ({ body }) => ({ status: 201, body: { id: createdId, ...body } }),
  }),
});

export async function listen(hostname) {
  const app = new App({ logger: false, secureHeaders: sameHeadersAsPeers }).routes(books);
  const { port } = await serve(app, { hostname, port: 0 });
  return port;
}
