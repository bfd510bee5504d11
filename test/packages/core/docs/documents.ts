import type { OpenAPIDocument } from "../../../../templates/packages/core/src/openapi/document.ts";

export const nonce = "537fb82a14904f4ea210d15e405b35a6";

/** A document with nothing in it but what a test adds. */
export function documentWith(parts: Partial<OpenAPIDocument> = {}): OpenAPIDocument {
  return {
    openapi: "3.1.1",
    info: { title: "Books", version: "1.0.0" },
    servers: [{ url: "/" }],
    paths: {},
    components: { schemas: {}, responses: {} },
    ...parts,
  };
}
