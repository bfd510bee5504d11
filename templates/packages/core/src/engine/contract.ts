import type { ToJsonSchema } from "../openapi/describe.ts";
import { parseQuery } from "../routing/query.ts";
import { askedOnce } from "../validation/asked-once.ts";
import { toIssues } from "../validation/issues.ts";
import {
  type Schema,
  type StandardResult,
  type StandardSchema,
  standardSchema,
} from "../validation/standard-schema.ts";
import { compileStrip } from "../validation/unknown-keys.ts";
import type { RequestContext } from "./context.ts";
import type { ErasedRoute } from "./pipeline.ts";
import { type BodyLimits, readBody } from "./read-body.ts";
import { type Answer, CheckedResult } from "./respond.ts";
import { brokenContract } from "./response-check.ts";
import { isThenable, type Step } from "./steps.ts";
import { compileTextValues } from "./text-values.ts";
import { type Part, validateBody, validateParts } from "./validate.ts";

/** What a route's schemas do with a request and its response. A route without schemas never loads this. */
export interface Contract {
  /** Validates params, query and headers together. */
  readonly takeParts: Step;
  /** Reads, parses and validates the body. */
  readonly takeBody: Step;
  /** Holds a response's body to the schema of its status; what the schema does not have is left out. */
  checkResponse(answer: Answer, context: RequestContext): CheckedResult | PromiseLike<CheckedResult>;
}

export interface ContractSettings extends BodyLimits {
  readonly openapi: { readonly toJsonSchema?: ToJsonSchema | undefined };
}

export function compileContract(route: ErasedRoute, where: string, settings: ContractSettings): Contract {
  return {
    takeParts: validateParts(requestParts(route, where, settings.openapi)),
    takeBody: bodyStep(route, where, settings),
    checkResponse: compileResponses(route, where),
  };
}

function requestParts(
  route: ErasedRoute,
  where: string,
  { toJsonSchema }: ContractSettings["openapi"],
): Part[] {
  const { params, query, headers } = route.request ?? {};
  const parts: Part[] = [];
  if (params) {
    const values = compileTextValues(params, toJsonSchema);
    parts.push({
      name: "params",
      schema: askable(params, `${where}: request.params`),
      read: (context) => values(context.rawParams),
    });
  }
  if (query) {
    const values = compileTextValues(query, toJsonSchema);
    parts.push({
      name: "query",
      schema: askable(query, `${where}: request.query`),
      read: (context) => values(parseQuery(context.engineRequest.search)),
    });
  }
  if (headers) {
    const values = compileTextValues(headers, toJsonSchema);
    parts.push({
      name: "headers",
      schema: askable(headers, `${where}: request.headers`),
      read: (context) => values(headerObject(context)),
    });
  }
  return parts;
}

/** @throws TypeError when the value is no Standard Schema */
function askable(schema: Schema, where: string): StandardSchema {
  return askedOnce(standardSchema(schema, where));
}

function headerObject(context: RequestContext): Record<string, string> {
  const object: Record<string, string> = {};
  for (const [name, value] of context.engineRequest.headers) if (name !== "__proto__") object[name] = value;
  return object;
}

function bodyStep(route: ErasedRoute, where: string, settings: ContractSettings): Step {
  const schema = route.request?.body;
  if (!schema) return () => undefined;
  const validate = validateBody(askable(schema, `${where}: request.body`), route.unknownKeys ?? "reject");
  const consumes = route.consumes ?? ["application/json"];
  const limits = { ...settings, bodyLimitBytes: route.bodyLimitBytes ?? settings.bodyLimitBytes };
  const readForm = compileTextValues(schema, settings.openapi.toJsonSchema);
  return (context) => readBody(context, consumes, limits, readForm, validate);
}

function compileResponses({ responses }: ErasedRoute, where: string): Contract["checkResponse"] {
  const checks = new Map<number, Contract["checkResponse"]>();
  for (const [status, spec] of Object.entries(responses)) {
    if (!spec?.body) continue;
    const schema = askable(spec.body, `${where}: the body of response ${status}`);
    checks.set(Number(status), compileResponse(schema, where));
  }
  return (answer, context) =>
    checks.get(answer.status)?.(answer, context) ?? new CheckedResult(answer, answer.body, true);
}

function compileResponse(schema: StandardSchema, where: string): Contract["checkResponse"] {
  const standard = schema["~standard"];
  const strip = compileStrip(schema);
  function take(result: StandardResult<unknown>, answer: Answer, context: RequestContext): CheckedResult {
    if (!result.issues) return new CheckedResult(answer, strip(result.value), true);
    const issues = toIssues(standard.vendor, "", result.issues);
    const why = `the body of status ${answer.status} does not match its schema.`;
    throw brokenContract(where, context, why, { issues });
  }
  return (answer, context) => {
    const result = standard.validate(answer.body);
    if (isThenable(result)) return result.then((settled) => take(settled, answer, context));
    return take(result, answer, context);
  };
}
