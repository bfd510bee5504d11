import type { RouteLocation } from "./manifest.ts";

/** What a call is given, its types erased. */
export interface CallParts {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** @throws TypeError that names the operation and the part that cannot be sent */
export function buildRequest(
  operationId: string,
  [method, path, mediaType = "application/json"]: RouteLocation,
  base: string,
  parts: CallParts,
  headers: Headers,
  signal: AbortSignal | undefined,
): Request {
  const fault = (why: string) => new TypeError(`${operationId}: ${why}`);
  const url = base + fillPath(path, parts.params ?? {}, fault) + queryString(parts.query ?? {}, fault);
  for (const [name, value] of Object.entries(parts.headers ?? {})) {
    if (value !== undefined && value !== null)
      headers.set(name, asText(value, `the header "${name}"`, fault));
  }
  const init: RequestInit = { method, headers, ...(signal ? { signal } : {}) };
  if (parts.body !== undefined) {
    if (!headers.has("content-type")) headers.set("content-type", mediaType);
    init.body = encodeBody(parts.body, headers.get("content-type") ?? mediaType, fault);
  }
  return new Request(url, init);
}

type Fault = (why: string) => TypeError;

function fillPath(path: string, params: Readonly<Record<string, unknown>>, fault: Fault): string {
  const textOf = (name: string): string => {
    const given = params[name];
    if (given === undefined || given === null) throw fault(`the path parameter "${name}" is missing.`);
    return asText(given, `the path parameter "${name}"`, fault);
  };
  const encode = (text: string, name: string): string => {
    // a URL parser takes these for steps in the tree, however they are encoded
    if (text === "." || text === "..") throw fault(`the path parameter "${name}" cannot be "${text}".`);
    return encodeURIComponent(text);
  };
  return path
    .split("/")
    .map((segment) => {
      if (segment === "*") {
        const parts = textOf("*").split("/");
        return parts.map((part) => encode(part, "*")).join("/");
      }
      if (!segment.startsWith(":")) return segment;
      const name = segment.slice(1);
      const text = textOf(name);
      if (text === "") throw fault(`the path parameter "${name}" is empty.`);
      return encode(text, name);
    })
    .join("/");
}

function queryString(query: Readonly<Record<string, unknown>>, fault: Fault): string {
  const pairs = formOf(query, (key) => `the query parameter "${key}"`, fault);
  return pairs.size === 0 ? "" : `?${pairs}`;
}

/** A list is a repeated key, as the server reads it. */
function formOf(
  values: Readonly<Record<string, unknown>>,
  what: (key: string) => string,
  fault: Fault,
): URLSearchParams {
  const pairs = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) pairs.append(key, asText(one, what(key), fault));
    }
  }
  return pairs;
}

function asText(value: unknown, what: string, fault: Fault): string {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object" || typeof value === "function" || typeof value === "symbol") {
    throw fault(`${what} is no text, number or boolean.`);
  }
  return String(value);
}

function encodeBody(body: unknown, contentType: string, fault: Fault): string {
  if (contentType.startsWith("text/")) return asText(body, "the body", fault);
  if (!contentType.startsWith("application/x-www-form-urlencoded")) return JSON.stringify(body);
  if (typeof body !== "object" || body === null) throw fault("the body is no object.");
  return formOf({ ...body }, (key) => `the field "${key}"`, fault).toString();
}
