import type { App } from "../app/app.ts";
import type { RouteSet } from "../route/route.ts";
import type { CallOptions, Client } from "./types.ts";

/** Where each operation lives: `{operationId: [method, path]}`, as `daloy routes --manifest` writes it. */
export type RouteManifest = Readonly<Record<string, readonly [method: string, path: string]>>;

export interface ClientOptions {
  /** The origin and path below which the API lives, `https://api.example.com/v1`. */
  baseUrl: string | URL;
  /** Types are erased at run time, so this says where an operation lives: the record of routes, or the manifest. */
  routes: RouteManifest | RouteSet<object> | readonly RouteSet<object>[];
  /** Default the global `fetch`. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Sent with every call: values, or a function that is asked each time (for a token that is renewed). */
  headers?: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>>) | undefined;
}

interface Parts {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/**
 * A client whose types are those of the app: `client[operationId]({ params, query, headers, body })` resolves to the
 * declared responses, told apart by `status`. No generated code: the contract travels as a type.
 *
 * @example
 * const client = createClient<typeof app>({ baseUrl: "http://127.0.0.1:3000", routes: books });
 * const answer = await client.getBookById({ params: { id: "1" } });
 * if (answer.status === 200) console.log(answer.body.title);
 *
 * @throws TypeError when a call lacks a path parameter, or names an operation that `routes` does not have
 */
export function createClient<T extends App | RouteSet<object>>(options: ClientOptions): Client<T> {
  const base = String(options.baseUrl).replace(/\/+$/, "");
  const send = options.fetch ?? ((request: Request) => fetch(request));
  const shared = () => (typeof options.headers === "function" ? options.headers() : (options.headers ?? {}));
  const operations: Record<string, unknown> = Object.create(null);
  for (const [operationId, [method, path]] of Object.entries(manifestOf(options.routes))) {
    operations[operationId] = async (input: Parts = {}, call: CallOptions = {}) => {
      const url = base + fillPath(path, input.params ?? {}, operationId) + queryString(input.query ?? {});
      const headers = new Headers({ ...shared(), ...textValues(input.headers ?? {}) });
      const init: RequestInit = { method, headers, ...(call.signal ? { signal: call.signal } : {}) };
      if (input.body !== undefined) {
        if (!headers.has("content-type")) headers.set("content-type", "application/json");
        init.body = typeof input.body === "string" ? input.body : JSON.stringify(input.body);
      }
      const response = await send(new Request(url, init));
      return { status: response.status, headers: response.headers, body: await decode(response) };
    };
  }
  return operations as Client<T>;
}

/** The same client without a network: calls run through `app.fetch` in this process. */
export function createInProcessClient<R>(
  app: App<R>,
  options: Pick<ClientOptions, "headers"> = {},
): Client<App<R>> {
  const described = app.introspect().routes;
  const routes: Record<string, readonly [string, string]> = {};
  for (const { operationId, method, path } of described)
    if (operationId) routes[operationId] = [method, path];
  const client = createClient<App>({
    ...options,
    baseUrl: "http://localhost",
    routes,
    fetch: (request) => app.fetch(request),
  });
  return client as Client<App<R>>;
}

function manifestOf(routes: ClientOptions["routes"]): RouteManifest {
  if (Array.isArray(routes))
    return Object.assign({}, ...routes.map((set: RouteSet<object>) => manifestOf(set)));
  if (!("~routes" in routes)) return routes as RouteManifest;
  const record = (routes as RouteSet<Record<string, { method: string; path: string }>>)["~routes"];
  return Object.fromEntries(
    Object.entries(record).map(([id, { method, path }]) => [id, [method, path] as const]),
  );
}

function fillPath(path: string, params: Readonly<Record<string, unknown>>, operationId: string): string {
  const value = (name: string): string => {
    const given = params[name];
    if (given === undefined || given === null || given === "") {
      throw new TypeError(`${operationId}: the path parameter "${name}" is missing.`);
    }
    return String(given);
  };
  return path
    .split("/")
    .map((segment) => {
      if (segment.startsWith(":")) return encodeURIComponent(value(segment.slice(1)));
      if (segment === "*") return value("*").split("/").map(encodeURIComponent).join("/");
      return segment;
    })
    .join("/");
}

function queryString(query: Readonly<Record<string, unknown>>): string {
  const pairs = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) pairs.append(key, String(one));
    }
  }
  return pairs.size === 0 ? "" : `?${pairs}`;
}

function textValues(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

async function decode(response: Response): Promise<unknown> {
  const type = (response.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "application/json" || type.endsWith("+json")) {
    const text = await response.text();
    return text === "" ? undefined : JSON.parse(text);
  }
  if (type.startsWith("text/")) return response.text();
  const bytes = await response.arrayBuffer();
  return bytes.byteLength === 0 ? undefined : bytes;
}
