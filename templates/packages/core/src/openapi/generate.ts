import { adapterPort } from "../app/adapter-port.ts";
import type { App } from "../app/app.ts";
import type { FinalRoute } from "../app/route-table.ts";
import type { JsonSchema } from "../validation/json-schema.ts";
import type { ToJsonSchema } from "./describe.ts";
import type { OpenAPIDocument, OpenAPIInfo, OpenAPIServer, SecurityScheme } from "./document.ts";
import { linkOperation } from "./link.ts";
import { describeOperation, describeResponses, operationName, responseSchemaName } from "./operation.ts";
import { pathTemplates } from "./path-templates.ts";
import { problemResponseOf, problemSchema, responseName } from "./problems.ts";
import { SchemaRegistry } from "./schema-registry.ts";
import { pickSchemes } from "./security.ts";

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

/**
 * The OpenAPI 3.1 document of an app, built from its final route table: whatever was mounted last is in it. Routes that
 * the framework made itself (health, metrics, docs) are left out. The same routes give the same document, byte by byte.
 *
 * @throws BootGuardError when the app must not start (not with `DALOY_BUILD=1`)
 * @throws TypeError when a route's `auth` names a scheme that nobody described
 */
export function generateOpenAPI(app: App<never> | App): OpenAPIDocument {
  const { table, openapi: options = {} } = (app as App)[adapterPort].describe();
  const routes = table.filter((entry) => !entry.builtIn);
  const schemas = new SchemaRegistry(options.toJsonSchema);
  if (routes.length > 0) schemas.reserve("Problem", problemSchema);
  for (const entry of routes) announce(entry, schemas);

  // responses come first: of a schema that is sent and returned, what is returned keeps the plain name
  const responses = routes.map((entry) => describeResponses(entry, schemas));
  const templates = pathTemplates(routes.map((entry) => entry.path));
  const described = routes.map((entry, index) => {
    const { template = entry.path, names = [] } = templates.get(entry.path) ?? {};
    const operation = describeOperation(entry, names, responses[index] ?? {}, schemas);
    return { template, method: entry.route.method.toLowerCase(), operation };
  });
  const paths: OpenAPIDocument["paths"] = {};
  for (const { template, method, operation } of described) {
    paths[template] = { ...paths[template], [method]: linkOperation(operation, schemas) };
  }
  const operations = described.map(({ operation }) => operation);
  const schemes = new Set(operations.flatMap(({ security }) => security.flatMap((one) => Object.keys(one))));
  const tags = [...new Set(operations.flatMap((operation) => operation.tags ?? []))];
  const securitySchemes = pickSchemes(schemes, options.securitySchemes ?? {});
  return {
    openapi: "3.1.1",
    info: { title: "API", version: "0.0.0", ...options.info },
    servers: (options.servers ?? [{ url: "/" }]).map(withoutTrailingSlash),
    ...(tags.length > 0 ? { tags: tags.map((name) => describeTag(name, options.tags?.[name])) } : {}),
    paths,
    components: {
      schemas: linkedComponents(schemas),
      responses: sharedResponses(responses),
      ...(schemes.size > 0 ? { securitySchemes } : {}),
    },
  };
}

function announce(entry: FinalRoute, schemas: SchemaRegistry): void {
  const name = operationName(entry);
  const { request, responses } = entry.route;
  for (const [status, spec] of Object.entries(responses)) {
    if (spec?.body) schemas.announce(spec.body, responseSchemaName(name, Number(status)));
  }
  if (request?.body) schemas.announce(request.body, `${name}Body`);
}

/** Paths are appended to it, and they begin with a slash. */
function withoutTrailingSlash(server: OpenAPIServer): OpenAPIServer {
  return { ...server, url: server.url.replace(/(?<=.)\/$/, "") };
}

function describeTag(name: string, description: string | undefined) {
  return description === undefined ? { name } : { name, description };
}

/** The responses that operations refer to. */
function sharedResponses(
  all: readonly OpenAPIDocument["paths"][string][string]["responses"][],
): OpenAPIDocument["components"]["responses"] {
  const shared: OpenAPIDocument["components"]["responses"] = {};
  for (const responses of all) {
    for (const [key, response] of Object.entries(responses)) {
      if (!("$ref" in response)) continue;
      const status = key === "default" ? key : Number(key);
      shared[responseName(status)] = problemResponseOf(status);
    }
  }
  return shared;
}

function linkedComponents(schemas: SchemaRegistry): Record<string, JsonSchema> {
  const sorted = Object.entries(schemas.components).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, schema]) => [name, schemas.link(schema, name)]));
}
