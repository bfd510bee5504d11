import { randomUUID } from "node:crypto";
import fastify from "fastify";
import { bookOf, createdId, requestIdHeader, rules, securityHeaders } from "../contract.mjs";

const fields = {
  title: { type: "string", ...rules.title },
  author: { type: "string", ...rules.author },
  year: { type: "integer", ...rules.year },
  isbn: { type: "string", ...rules.isbn },
};

const NewBook = {
  type: "object",
  properties: fields,
  required: Object.keys(fields),
  additionalProperties: false,
};

const Book = {
  type: "object",
  properties: { id: { type: "string" }, ...fields },
  required: ["id", ...Object.keys(fields)],
};

export async function listen(hostname) {
  const app = fastify({
    logger: false,
    genReqId: () => randomUUID(),
    // By default fastify's ajv removes unknown keys and coerces types; here they have to be refused.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
  });
  app.addHook("onRequest", (request, reply, done) => {
    reply.headers(securityHeaders).header(requestIdHeader, request.id);
    done();
  });
  app.get("/books/:id", { schema: { response: { 200: Book } } }, (request, reply) => {
    reply.send(bookOf(request.params.id));
  });
  app.post("/books", { schema: { body: NewBook, response: { 201: Book } } }, (request, reply) => {
    reply.code(201).send({ id: createdId, ...request.body });
  });
  await app.listen({ host: hostname, port: 0 });
  return app.server.address().port;
}
