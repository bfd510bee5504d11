import type { Operation, Parameter, Requirement } from "./api.ts";
import { basicValue, type Credential, credentialKind } from "./credentials.ts";
import { type Json, textOf } from "./json.ts";
import { typesOf } from "./object-shape.ts";
import type { Resolve } from "./reference.ts";

/** What the reader filled in. */
export interface RequestInput {
  /** An absolute URL that the operation's path is added to. */
  readonly server: string;
  /** By `place name`, as `parameterKey()` writes it. Missing or empty: not sent. */
  readonly values: ReadonlyMap<string, string>;
  readonly requirement: Requirement;
  readonly mediaType: string | undefined;
  readonly body: string;
}

export interface RequestPlan {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
}

export interface PlanContext {
  readonly schemes: ReadonlyMap<string, Json>;
  readonly credentialOf: (scheme: string) => Credential;
  readonly resolve: Resolve;
}

export function parameterKey({ place, name }: Pick<Parameter, "place" | "name">): string {
  return `${place} ${name}`;
}

/** The request that the filled-in form stands for. */
export function planRequest(operation: Operation, input: RequestInput, context: PlanContext): RequestPlan {
  const filledIn = (parameter: Parameter) => input.values.get(parameterKey(parameter)) ?? "";
  const filled = operation.parameters.filter((parameter) => filledIn(parameter) !== "");
  const at = (place: string) => filled.filter((parameter) => parameter.place === place);
  const auth = credentialParts(input.requirement, context);

  const path = operation.path.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => {
    const value = input.values.get(parameterKey({ place: "path", name })) ?? "";
    return value === "" ? whole : encodeSegment(value);
  });
  const query = [
    ...at("query").flatMap((parameter) =>
      queryValues(parameter, filledIn(parameter), context.resolve).map(
        (value) => [parameter.name, value] as const,
      ),
    ),
    ...auth.query,
  ];
  const cookies = [
    ...at("cookie").map((parameter) => `${parameter.name}=${encodeURIComponent(filledIn(parameter))}`),
    ...auth.cookies,
  ];
  const body = operation.body && input.body !== "" ? input.body : undefined;
  return {
    method: operation.method,
    url: withQuery(input.server.replace(/\/+$/, "") + path, query),
    headers: [
      ...(body !== undefined && input.mediaType ? [["content-type", input.mediaType] as const] : []),
      ...auth.headers,
      ...at("header").map((parameter) => [parameter.name, filledIn(parameter)] as const),
      ...(cookies.length > 0 ? [["cookie", cookies.join("; ")] as const] : []),
    ],
    body,
  };
}

/** A path segment; `.` and `..` are encoded too, or the URL parser would walk them. */
function encodeSegment(value: string): string {
  return encodeURIComponent(value).replace(/^\.{1,2}$/, (dots) => dots.replaceAll(".", "%2E"));
}

function withQuery(url: string, query: readonly (readonly [string, string])[]): string {
  if (query.length === 0) return url;
  const text = query
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join("&");
  return `${url}${url.includes("?") ? "&" : "?"}${text}`;
}

/** An array is sent as a repeated key (OpenAPI's default for a query: `form`, exploded). */
function queryValues(parameter: Parameter, value: string, resolve: Resolve): string[] {
  if (!typesOf(resolve(parameter.schema).node).includes("array")) return [value];
  return value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

interface CredentialParts {
  headers: (readonly [string, string])[];
  query: (readonly [string, string])[];
  cookies: string[];
}

function credentialParts(requirement: Requirement, context: PlanContext): CredentialParts {
  const parts: CredentialParts = { headers: [], query: [], cookies: [] };
  for (const { scheme } of requirement) {
    const description = context.schemes.get(scheme) ?? {};
    const credential = context.credentialOf(scheme);
    if (credential.secret === "" && credential.username === "") continue;
    const name = textOf(description["name"]);
    const kind = credentialKind(description);
    if (kind === "bearer") parts.headers.push(["authorization", `Bearer ${credential.secret}`]);
    else if (kind === "basic") parts.headers.push(["authorization", basicValue(credential)]);
    else if (kind === "header") parts.headers.push([name, credential.secret]);
    else if (kind === "query") parts.query.push([name, credential.secret]);
    else if (kind === "cookie") parts.cookies.push(`${name}=${credential.secret}`);
  }
  return parts;
}
