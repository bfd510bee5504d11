import type { JsonSchema } from "../validation/json-schema.ts";

/** The parts of an OpenAPI 3.1 document that this framework writes. */
export interface OpenAPIDocument {
  openapi: "3.1.1";
  info: OpenAPIInfo;
  servers: readonly OpenAPIServer[];
  tags?: readonly { name: string; description?: string }[];
  paths: Record<string, Record<string, OpenAPIOperation>>;
  components: {
    schemas: Record<string, JsonSchema>;
    responses: Record<string, OpenAPIResponse>;
    securitySchemes?: Record<string, SecurityScheme>;
  };
}

export interface OpenAPIInfo {
  title: string;
  version: string;
  summary?: string;
  description?: string;
  termsOfService?: string;
  contact?: { name?: string; url?: string; email?: string };
  license?: { name: string; identifier?: string; url?: string };
}

export interface OpenAPIServer {
  url: string;
  description?: string;
}

/** A security scheme of OpenAPI, as it stands there. */
export type SecurityScheme = {
  readonly type: "http" | "apiKey" | "oauth2" | "openIdConnect" | "mutualTLS";
} & {
  readonly [member: string]: unknown;
};

export interface OpenAPIParameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  deprecated?: true;
  schema: JsonSchema;
}

export interface OpenAPIResponse {
  description: string;
  headers?: Record<string, { schema: JsonSchema; required: boolean; description?: string }>;
  content?: Record<
    string,
    { schema: JsonSchema; examples?: Record<string, { summary?: string; value: unknown }> }
  >;
}

export interface OpenAPIOperation {
  operationId?: string;
  summary: string;
  description?: string;
  tags?: readonly string[];
  deprecated?: true;
  security: readonly Record<string, readonly string[]>[];
  parameters?: readonly OpenAPIParameter[];
  requestBody?: { required: boolean; content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, OpenAPIResponse | { $ref: string }>;
}
