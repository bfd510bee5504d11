import type { FinalRoute } from "../app/route-table.ts";
import { hasNoContent, statusTitles } from "../http/status.ts";
import type { ResponseSpec } from "../route/route.ts";
import type { OpenAPIOperation, OpenAPIResponse } from "./document.ts";
import { impliedProblems } from "./implied-problems.ts";
import { pascalCase, sentence } from "./names.ts";
import { headerParameters, pathParameters, queryParameters } from "./parameters.ts";
import type { PathName } from "./path-templates.ts";
import { problemContent, responseName } from "./problems.ts";
import type { SchemaRegistry } from "./schema-registry.ts";
import { securityOf } from "./security.ts";

const successTitles: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  204: "No content",
  206: "Partial content",
  301: "Moved permanently",
  302: "Found",
  303: "See other",
  304: "Not modified",
  307: "Temporary redirect",
  308: "Permanent redirect",
};

/** What the schemas of a route are called where they have no name of their own. */
export function operationName({ route, path }: FinalRoute): string {
  return pascalCase(route.operationId ?? `${route.method.toLowerCase()} ${path}`);
}

/** `CreateBookResult`, or `CreateBook409` for what is no success. */
export function responseSchemaName(operation: string, status: number): string {
  return operation + (status < 300 ? "Result" : status);
}

export function describeOperation(
  entry: FinalRoute,
  names: readonly PathName[],
  responses: OpenAPIOperation["responses"],
  schemas: SchemaRegistry,
): OpenAPIOperation {
  const { route } = entry;
  const name = operationName(entry);
  const parameters = [
    ...pathParameters(route.request?.params, names, name, schemas),
    ...queryParameters(route.request?.query, name, schemas),
    ...headerParameters(route.request?.headers, name, schemas),
  ];
  return {
    ...(route.operationId === undefined ? {} : { operationId: route.operationId }),
    summary: route.summary ?? sentence(route.operationId ?? `${route.method} ${entry.path}`),
    ...(route.description === undefined ? {} : { description: route.description }),
    ...(entry.tags.length > 0 ? { tags: entry.tags } : {}),
    ...(route.deprecated === true ? { deprecated: true as const } : {}),
    security: securityOf(entry),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...requestBody(entry, name, schemas),
    responses,
  };
}

function requestBody(
  { route }: FinalRoute,
  name: string,
  schemas: SchemaRegistry,
): Pick<OpenAPIOperation, "requestBody"> {
  const body = route.request?.body;
  if (!body) return {};
  const closed = route.unknownKeys !== "strip";
  const schema = schemas.use(body, { direction: "input", suggestion: `${name}Body`, closed });
  const types = route.consumes ?? ["application/json"];
  return {
    requestBody: { required: true, content: Object.fromEntries(types.map((type) => [type, { schema }])) },
  };
}

/** Every response that the route declares, and the problems that the framework answers by itself. */
export function describeResponses(entry: FinalRoute, schemas: SchemaRegistry): OpenAPIOperation["responses"] {
  const name = operationName(entry);
  const implied: (number | "default")[] = [...impliedProblems(entry), "default"];
  const responses: OpenAPIOperation["responses"] = {};
  for (const [key, spec] of Object.entries(entry.route.responses)) {
    const status = Number(key);
    if (spec) {
      const response = describeResponse(status, spec, responseSchemaName(name, status), schemas);
      // a handler's own error body does not keep the framework from answering with its problem
      if (implied.includes(status)) response.content = { ...response.content, ...problemContent() };
      responses[key] = response;
    }
  }
  for (const status of implied)
    responses[status] ??= { $ref: `#/components/responses/${responseName(status)}` };
  return responses;
}

function describeResponse(
  status: number,
  spec: ResponseSpec,
  name: string,
  schemas: SchemaRegistry,
): OpenAPIResponse {
  const fields = spec.headers
    ? schemas.fields(spec.headers, { direction: "output", suggestion: `${name}Headers` })
    : [];
  const headers = Object.fromEntries(
    fields.map(({ name: field, required, schema: { description, ...schema } }) => [
      field,
      { ...(typeof description === "string" ? { description } : {}), required, schema },
    ]),
  );
  const content = contentOf(status, spec, name, schemas);
  return {
    description: spec.description ?? successTitles[status] ?? statusTitles[status] ?? `Status ${status}`,
    ...(fields.length > 0 ? { headers } : {}),
    ...(content ? { content } : {}),
  };
}

function contentOf(
  status: number,
  spec: ResponseSpec,
  name: string,
  schemas: SchemaRegistry,
): OpenAPIResponse["content"] {
  if (hasNoContent(status)) return undefined;
  if (!spec.body) return status >= 400 ? problemContent() : undefined;
  const schema = schemas.use(spec.body, { direction: "output", suggestion: name, closed: true });
  const examples = spec.examples ? { examples: { ...spec.examples } } : {};
  return { "application/json": { schema, ...examples } };
}
