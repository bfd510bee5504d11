import type { ErasedRoute } from "../engine/pipeline.ts";
import { asHookList } from "../hooks/hooks.ts";
import type { BodyMediaType, Route } from "../route/route.ts";
import { methods } from "../routing/path.ts";
import { standardSchema } from "../validation/standard-schema.ts";

const parts = ["params", "query", "headers", "body"] as const;
const mediaTypes: readonly BodyMediaType[] = [
  "application/json",
  "application/x-www-form-urlencoded",
  "text/plain",
];

/**
 * A route's types are erased here, once: the engine only ever hands a handler what the route's own schemas let through.
 *
 * @throws TypeError that names the route and its first fault, for callers without types
 */
export function assertDefinition(definition: Route): ErasedRoute {
  const route = definition as ErasedRoute;
  const where = `The route ${route.method} ${route.path}`;
  const demand = (holds: boolean, why: string): void => {
    if (!holds) throw new TypeError(`${where} ${why}`);
  };
  demand(
    (methods as readonly string[]).includes(route.method),
    `has a method outside ${methods.join(", ")}; OPTIONS is answered by the app itself.`,
  );
  demand(typeof route.path === "string", "needs a path.");
  demand(route.path === "" || route.path.startsWith("/"), 'must have a path that starts with "/".');
  demand(
    typeof route.handler === "function" && isObject(route.responses),
    "needs responses and a handler; define it with route().",
  );
  asHookList(route.hooks);
  assertSchemas(route, where, demand);
  const { authorize, auth, bodyLimitBytes, consumes, unknownKeys } = route;
  demand(
    authorize === undefined ||
      typeof authorize === "function" ||
      ("any" in authorize ? typeof authorize.any === "string" : typeof authorize.check === "function"),
    'has an authorize that is neither a function, nor { check }, nor { any: "reason" }.',
  );
  demand(
    auth === undefined || auth === "public" || (isObject(auth) && typeof auth.scheme === "string"),
    'has an auth that is neither "public" nor { scheme, scopes }.',
  );
  demand(
    bodyLimitBytes === undefined || (Number.isSafeInteger(bodyLimitBytes) && bodyLimitBytes >= 0),
    "has a bodyLimitBytes that is no whole number of bytes.",
  );
  demand(
    consumes === undefined || (consumes.length > 0 && consumes.every((type) => mediaTypes.includes(type))),
    `has a consumes with something other than ${mediaTypes.join(", ")}.`,
  );
  demand(
    unknownKeys === undefined || unknownKeys === "reject" || unknownKeys === "strip",
    'has an unknownKeys that is neither "reject" nor "strip".',
  );
  return route;
}

function assertSchemas(
  route: ErasedRoute,
  where: string,
  demand: (holds: boolean, why: string) => void,
): void {
  for (const [part, schema] of Object.entries(route.request ?? {})) {
    demand(
      (parts as readonly string[]).includes(part),
      `has request.${part}; the parts are ${parts.join(", ")}.`,
    );
    if (schema !== undefined) standardSchema(schema, `${where}: request.${part}`);
  }
  demand(
    route.request?.body === undefined || (route.method !== "GET" && route.method !== "HEAD"),
    "has a body schema; a body has no meaning there.",
  );
  const statuses = Object.entries(route.responses);
  demand(statuses.length > 0, "declares no response.");
  for (const [status, response] of statuses) {
    demand(
      /^[2-5]\d\d$/.test(status),
      `declares the response ${status}, which is no status from 200 to 599.`,
    );
    if (response?.body !== undefined) {
      standardSchema(response.body, `${where}: the body of response ${status}`);
    }
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
