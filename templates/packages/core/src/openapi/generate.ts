import { adapterPort } from "../app/adapter-port.ts";
import type { App } from "../app/app.ts";
import { enforcedSchemes, type FinalRoute } from "../app/route-table.ts";
import { hookMeta } from "../hooks/hooks.ts";
import { statusTitles } from "../http/status.ts";
import type { ResponseSpec } from "../route/route.ts";
import type { JsonSchema } from "../validation/json-schema.ts";
import type { Schema } from "../validation/standard-schema.ts";
import type {
  OpenAPIDocument,
  OpenAPIInfo,
  OpenAPIOperation,
  OpenAPIParameter,
  OpenAPIResponse,
  OpenAPIServer,
  SecurityScheme,
} from "./document.ts";
import { fieldsOf, parametersOf, pathTemplate } from "./parameters.ts";
import { problemContent, problemResponseOf, problemSchema, responseName } from "./problems.ts";
import { SchemaRegistry, type ToJsonSchema } from "./schema-registry.ts";

/** What the contract itself does not say. */
export interface OpenAPIOptions {
  /** Default title `API`, version `0.0.0`. */
  info?: Partial<OpenAPIInfo> | undefined;
  /** Default `[{ url: "/" }]`. */
  servers?: readonly OpenAPIServer[] | undefined;
  /** The schemes that `auth` names; `bearer` and `basic` are there already. */
  securitySchemes?: Readonly<Record<string, SecurityScheme>> | undefined;
  /** What each tag means, by name. */
  tags?: Readonly<Record<string, string>> | undefined;
  /** Describes the schemas of a vendor that does not do so itself. */
  toJsonSchema?: ToJsonSchema | undefined;
}

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

const predefinedSchemes: Readonly<Record<string, SecurityScheme>> = {
  bearer: { type: "http", scheme: "bearer" },
  basic: { type: "http", scheme: "basic" },
};

/**
 * The OpenAPI 3.1 document of an app, built from its final route table: whatever was mounted last is in it. Routes that
 * the framework made itself (health, metrics, docs) are left out.
 *
 * @throws BootGuardError when the app must not start (not with `DALOY_BUILD=1`)
 * @throws TypeError when a route's `auth` names a scheme that nobody described
 */
export function generateOpenAPI(app: App<never> | App): OpenAPIDocument {
  const { table, openapi: options = {} } = (app as App)[adapterPort].describe();
  const routes = table.filter((entry) => !entry.builtIn);
  const schemas = new SchemaRegistry(options.toJsonSchema);
  for (const { route } of routes) {
    for (const schema of schemasOf(route)) schemas.announce(schema);
  }
  schemas.components["Problem"] = problemSchema;

  const usedResponses = new Set<number | "default">(["default"]);
  const usedSchemes = new Set<string>();
  const paths: OpenAPIDocument["paths"] = {};
  for (const entry of routes) {
    const { template, names } = pathTemplate(entry.path);
    const operation = describeOperation(entry, names, schemas, usedResponses, usedSchemes);
    paths[template] = { ...paths[template], [entry.route.method.toLowerCase()]: operation };
  }
  const securitySchemes = pickSchemes(usedSchemes, { ...predefinedSchemes, ...options.securitySchemes });
  const tags = [...new Set(routes.flatMap((entry) => entry.tags))].map((name) => {
    const description = options.tags?.[name];
    return description === undefined ? { name } : { name, description };
  });
  return {
    openapi: "3.1.1",
    info: { title: "API", version: "0.0.0", ...options.info },
    servers: options.servers ?? [{ url: "/" }],
    ...(tags.length > 0 ? { tags } : {}),
    paths: linkedPaths(paths, schemas),
    components: {
      schemas: linkedComponents(schemas),
      responses: Object.fromEntries(
        [...usedResponses].map((status) => [responseName(status), problemResponseOf(status)]),
      ),
      ...(usedSchemes.size > 0 ? { securitySchemes } : {}),
    },
  };
}

function schemasOf(route: FinalRoute["route"]): Schema[] {
  const responses = Object.values(route.responses).flatMap((spec) => (spec?.body ? [spec.body] : []));
  return [...(route.request?.body ? [route.request.body] : []), ...responses];
}

function describeOperation(
  entry: FinalRoute,
  pathNames: readonly string[],
  schemas: SchemaRegistry,
  usedResponses: Set<number | "default">,
  usedSchemes: Set<string>,
): OpenAPIOperation {
  const { route } = entry;
  const name = pascalCase(route.operationId ?? `${route.method} ${entry.path}`);
  const security = securityOf(entry);
  for (const requirement of security) for (const scheme of Object.keys(requirement)) usedSchemes.add(scheme);

  const parameters = [
    ...pathParameters(route.request?.params, pathNames, schemas),
    ...(route.request?.query
      ? parametersOf("query", schemas.use(route.request.query, "input", `${name}Query`, false))
      : []),
    ...(route.request?.headers
      ? parametersOf("header", schemas.use(route.request.headers, "input", `${name}Headers`, false))
      : []),
  ];
  const responses: OpenAPIOperation["responses"] = {};
  for (const [status, spec] of Object.entries(route.responses)) {
    if (spec) responses[status] = describeResponse(Number(status), spec, `${name}${status}`, schemas);
  }
  for (const status of impliedProblems(entry, security.length > 0)) {
    usedResponses.add(status);
    responses[status] ??= { $ref: `#/components/responses/${responseName(status)}` };
  }
  return {
    ...(route.operationId === undefined ? {} : { operationId: route.operationId }),
    summary: route.summary ?? sentence(route.operationId ?? `${route.method} ${entry.path}`),
    ...(route.description === undefined ? {} : { description: route.description }),
    ...(entry.tags.length > 0 ? { tags: entry.tags } : {}),
    ...(route.deprecated === true ? { deprecated: true as const } : {}),
    security,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.request?.body ? { requestBody: requestBody(route, route.request.body, name, schemas) } : {}),
    responses,
  };
}

function pathParameters(
  schema: Schema | undefined,
  names: readonly string[],
  schemas: SchemaRegistry,
): OpenAPIParameter[] {
  const described = schema ? parametersOf("path", schemas.use(schema, "input", "Params", false)) : [];
  return names.map(
    (name) =>
      described.find((parameter) => parameter.name === name) ?? {
        name,
        in: "path",
        required: true,
        schema: { type: "string" },
      },
  );
}

function requestBody(
  route: FinalRoute["route"],
  body: Schema,
  name: string,
  schemas: SchemaRegistry,
): NonNullable<OpenAPIOperation["requestBody"]> {
  const schema = schemas.use(body, "input", `${name}Body`, route.unknownKeys !== "strip");
  const types = route.consumes ?? ["application/json"];
  return { required: true, content: Object.fromEntries(types.map((type) => [type, { schema }])) };
}

function describeResponse(
  status: number,
  spec: ResponseSpec,
  name: string,
  schemas: SchemaRegistry,
): OpenAPIResponse {
  const headers = spec.headers ? fieldsOf(schemas.use(spec.headers, "output", `${name}Headers`, false)) : [];
  const content = spec.body
    ? { "application/json": { schema: schemas.use(spec.body, "output", name, true), ...examplesOf(spec) } }
    : status >= 400
      ? problemContent()
      : undefined;
  return {
    description: spec.description ?? successTitles[status] ?? statusTitles[status] ?? `Status ${status}`,
    ...(headers.length > 0
      ? {
          headers: Object.fromEntries(
            headers.map(({ name: field, required, schema }) => [field, { required, schema }]),
          ),
        }
      : {}),
    ...(content ? { content } : {}),
  };
}

function examplesOf(spec: ResponseSpec): { examples?: Record<string, { summary?: string; value: unknown }> } {
  return spec.examples ? { examples: { ...spec.examples } } : {};
}

/** What the framework answers by itself for such a route. */
function impliedProblems(entry: FinalRoute, authenticated: boolean): (number | "default")[] {
  const { request = {}, authorize } = entry.route;
  const limited = entry.hooks.some((hook) => hook[hookMeta]?.name === "rateLimit()");
  const statuses: (number | "default")[] = [];
  if (request.params || request.body) statuses.push(400);
  if (authenticated) statuses.push(401, 403);
  if (authorize !== undefined && typeof authorize === "object" && "hide" in authorize) statuses.push(404);
  if (request.body) statuses.push(413, 415);
  if (request.params || request.query || request.headers || request.body) statuses.push(422);
  if (limited) statuses.push(429);
  return [...statuses, "default"];
}

function securityOf(entry: FinalRoute): Record<string, readonly string[]>[] {
  if (entry.auth === "public") return [];
  if (entry.auth !== undefined) return [{ [entry.auth.scheme]: entry.auth.scopes ?? [] }];
  return [...new Set(enforcedSchemes(entry.hooks))].map((scheme) => ({ [scheme]: [] }));
}

function pickSchemes(
  used: ReadonlySet<string>,
  known: Readonly<Record<string, SecurityScheme>>,
): Record<string, SecurityScheme> {
  const picked: Record<string, SecurityScheme> = {};
  for (const name of [...used].sort()) {
    const scheme = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!scheme) {
      throw new TypeError(
        `A route's auth names the security scheme "${name}"; describe it: new App({ openapi: { securitySchemes: { ${name}: … } } }).`,
      );
    }
    picked[name] = scheme;
  }
  return picked;
}

/** Every part of an operation that equals a component becomes a reference to it. */
function linkedPaths(paths: OpenAPIDocument["paths"], schemas: SchemaRegistry): OpenAPIDocument["paths"] {
  const linkContent = (content: OpenAPIResponse["content"]) =>
    Object.fromEntries(
      Object.entries(content ?? {}).map(([type, media]) => [
        type,
        { ...media, schema: schemas.link(media.schema) },
      ]),
    );
  const linkOperation = (operation: OpenAPIOperation): OpenAPIOperation => ({
    ...operation,
    ...(operation.parameters
      ? { parameters: operation.parameters.map((one) => ({ ...one, schema: schemas.link(one.schema) })) }
      : {}),
    ...(operation.requestBody
      ? { requestBody: { ...operation.requestBody, content: linkContent(operation.requestBody.content) } }
      : {}),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, response]) => [
        status,
        "$ref" in response || !response.content
          ? response
          : { ...response, content: linkContent(response.content) },
      ]),
    ),
  });
  return Object.fromEntries(
    Object.entries(paths).map(([path, operations]) => [
      path,
      Object.fromEntries(
        Object.entries(operations).map(([method, operation]) => [method, linkOperation(operation)]),
      ),
    ]),
  );
}

function linkedComponents(schemas: SchemaRegistry): Record<string, JsonSchema> {
  const sorted = Object.entries(schemas.components).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, schema]) => [name, schemas.link(schema, name)]));
}

function pascalCase(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join("");
}

/** `getBookById` as `Get book by id`. */
function sentence(operationId: string): string {
  const words = operationId
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/[_-]+/g, " ")
    .trim()
    .toLowerCase();
  return words === "" ? operationId : words[0]?.toUpperCase() + words.slice(1);
}
