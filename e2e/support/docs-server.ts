import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { docsPageHeaders, renderDocsPage } from "../../templates/packages/core/src/docs/index.ts";
import type { OpenAPIDocument } from "../../templates/packages/core/src/openapi/document.ts";

export interface DocsServer {
  readonly origin: string;
  close(): void;
}

/** Serves the page of any document, whoever wrote it. Every other path answers an empty 404. */
export async function serveDocument(document: OpenAPIDocument, headerNonce?: string): Promise<DocsServer> {
  const server = createServer((request, response) => {
    if (request.url !== "/docs") {
      response.writeHead(404).end();
      return;
    }
    const nonce = crypto.randomUUID().replaceAll("-", "");
    response.writeHead(200, docsPageHeaders(headerNonce ?? nonce, document));
    response.end(renderDocsPage(document, { nonce }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** A document of many operations, each with parameters, a body and several responses. */
export function largeDocument(operations: number): OpenAPIDocument {
  const member = (index: number) => ({ type: "string", description: `Member ${index}`, maxLength: 100 });
  const item = {
    type: "object",
    properties: Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`member${index}`, member(index)]),
    ),
  };
  const paths: OpenAPIDocument["paths"] = {};
  for (let index = 0; index < operations; index++) {
    paths[`/resources-${index}/{id}`] = {
      post: {
        operationId: `operation${index}`,
        summary: `Do thing ${index}`,
        description: "Some words about it.\n\n- one\n- two",
        tags: [`Group ${index % 20}`],
        security: [],
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        requestBody: { required: true, content: { "application/json": { schema: item } } },
        responses: {
          201: {
            description: "Done",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Item" } } },
          },
          422: { description: "Not done", content: { "application/json": { schema: item } } },
        },
      },
    };
  }
  return {
    openapi: "3.1.1",
    info: { title: "Large", version: "1.0.0" },
    servers: [{ url: "/" }],
    paths,
    components: { schemas: { Item: item }, responses: {} },
  };
}
