import type { App } from "../app/app.ts";
import type { Awaitable, RouteSet } from "../route/route.ts";
import { buildRequest, type CallParts } from "./build-request.ts";
import { decodeResponse } from "./decode-response.ts";
import { locationsOf, type RouteSource, routeManifest } from "./manifest.ts";
import type { CallOptions, Client } from "./types.ts";

export interface ClientOptions {
  /** The origin, and the path below which the routes live: `https://api.example.com/v1`. */
  baseUrl: string | URL;
  /** Types are erased at run time, so this says where an operation lives: the record of routes, or the manifest. */
  routes: RouteSource;
  /** Default the global `fetch`. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Sent with every call: values, or a function that is asked each time (for a token that is renewed). */
  headers?: HeaderValues | (() => Awaitable<HeaderValues>) | undefined;
}

type HeaderValues = Readonly<Record<string, string>>;

/**
 * A client whose types are those of the app: `client[operationId]({ params, query, headers, body })` resolves to the
 * declared responses, told apart by `status`. No generated code: the contract travels as a type.
 *
 * A status that the route does not declare resolves too, such as the framework's own 401 or 422: it is no member of the
 * type, so leave a last branch for it. Where no response comes at all, the call rejects with what `fetch` rejects with.
 *
 * @example
 * const client = createClient<typeof app>({ baseUrl: "http://127.0.0.1:3000", routes: books });
 * const answer = await client.getBookById({ params: { id: "1" } });
 * if (answer.status === 200) console.log(answer.body.title);
 *
 * @throws TypeError when `routes` is a manifest of another shape, with every member that is wrong
 * @throws TypeError (as a rejection) when a part of a call cannot be sent: a path parameter that is missing, empty or a
 *   dot segment, an object in the query
 */
export function createClient<T extends App | RouteSet<object>>(options: ClientOptions): Client<T> {
  const base = String(options.baseUrl).replace(/\/+$/, "");
  const send = options.fetch ?? ((request: Request) => fetch(request));
  const operations: Record<string, unknown> = Object.create(null);
  for (const [operationId, location] of locationsOf(options.routes)) {
    operations[operationId] = async (parts: CallParts = {}, call: CallOptions = {}) => {
      const headers = new Headers(await headersNow(options.headers));
      for (const [name, value] of Object.entries(call.headers ?? {})) headers.set(name, value);
      const request = buildRequest(operationId, location, base, parts, headers, call.signal);
      const response = await send(request);
      return { status: response.status, headers: response.headers, body: await decodeResponse(response) };
    };
  }
  return operations as Client<T>;
}

/**
 * The same client without a network: calls run through `app.fetch` in this process.
 *
 * @throws TypeError when two mounted apps bring the same operationId
 */
export function createInProcessClient<R>(
  app: App<R>,
  options: Pick<ClientOptions, "headers"> = {},
): Client<App<R>> {
  const client = createClient<App>({
    ...options,
    baseUrl: "http://localhost",
    routes: routeManifest(app as App<unknown> as App),
    fetch: (request) => untilAborted(app.fetch(request), request.signal),
  });
  return client as Client<App<R>>;
}

function headersNow(headers: ClientOptions["headers"]): Awaitable<HeaderValues | undefined> {
  return typeof headers === "function" ? headers() : headers;
}

/** A call that is given up rejects at once, as `fetch` does; the app sees the signal by itself. */
function untilAborted(response: Promise<Response>, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    response.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}
