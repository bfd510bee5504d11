import type { Hooks } from "../hooks/hooks.ts";
import type { RequestHead } from "../http/request.ts";
import type { Status } from "../http/status.ts";
import type { Logger } from "../logging/logger.ts";
import type { Method } from "../routing/path.ts";
import type { Session } from "../session/session-state.ts";
import type { InferInput, InferOutput, Schema } from "../validation/standard-schema.ts";

/** The parts of a request that a route validates. Each is a Standard Schema (zod, valibot, arktype, …). */
export interface RequestSchemas {
  params?: Schema;
  query?: Schema;
  headers?: Schema;
  body?: Schema;
}

export interface Example {
  summary?: string;
  value: unknown;
}

/** One declared response. Without `body` the handler's body is sent as it is. */
export interface ResponseSpec {
  description?: string;
  body?: Schema;
  headers?: Schema;
  examples?: Readonly<Record<string, Example>>;
}

export type Responses = { readonly [S in Status]?: ResponseSpec };

/** Who may call a route: anyone, or a principal of a security scheme, with scopes. */
export type RouteAuth = "public" | { readonly scheme: string; readonly scopes?: readonly string[] };

/**
 * Tells the types what your authentication hook puts at `state.user`:
 * `declare module "@daloyjs/core" { interface Register { user: Principal } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is there to be augmented
export interface Register {}

/** The principal: what `Register` says, else unknown. */
export type User = Register extends { user: infer U } ? U : unknown;

/** What hooks put there for the handler: `user` by the authentication hook, `session`, `cspNonce`, and what you add. */
export interface ContextState {
  /** There where an authentication hook ran. */
  user?: User;
  /** There where `session()` ran. */
  session?: Session;
  [key: string]: unknown;
}

type PartOf<Q, K extends keyof RequestSchemas> = K extends keyof Q ? InferOutput<Q[K]> : undefined;

/** A request whose schemas are not known to the reader: every part is `unknown`. */
export interface AnyRequest {
  params: AnySchema;
  query: AnySchema;
  headers: AnySchema;
  body: AnySchema;
}

interface AnySchema {
  readonly "~standard": { readonly version: 1; types?: { input: unknown; output: unknown } };
}

/** What a handler gets. */
export interface Context<Q = AnyRequest> {
  readonly params: PartOf<Q, "params">;
  readonly query: PartOf<Q, "query">;
  readonly headers: PartOf<Q, "headers">;
  readonly body: PartOf<Q, "body">;
  /** Method, URL and headers as they were sent, without the cost of a `Request`. */
  readonly head: RequestHead;
  /** The request as the platform's own `Request`, made when first touched; its body is capped. */
  readonly request: Request;
  /** Aborts when the client goes away or the request's time is over. */
  readonly signal: AbortSignal;
  readonly state: ContextState;
  /** A logger that carries the request id. */
  readonly log: Logger;
  /** The id that the response carries in `x-request-id`, and every problem in `instance`. */
  readonly requestId: string;
  /** The pattern of the route that matched, `/books/:id`, or `"no route"`. */
  readonly routePattern: string;
  /** The client's address inside the trust boundary (`trustProxy`), or `undefined` where nobody can say. */
  readonly clientAddress: string | undefined;
}

export type ResponseHeaderInit = Readonly<Record<string, string | readonly string[]>>;

/** What a handler may return: one of the declared statuses with its body, or a `Response` that is sent as it is. */
export type Result<R> = DeclaredResult<R> | Response;

type DeclaredResult<R> = {
  [K in keyof R]: R[K] extends { body: unknown }
    ? { status: K; body: InferInput<R[K]["body"]>; headers?: ResponseHeaderInit }
    : { status: K; body?: unknown; headers?: ResponseHeaderInit };
}[keyof R & Status];

export type Awaitable<T> = T | Promise<T>;

/** What `authorize` is asked with: the principal that the authentication hook set, and the validated parameters. */
export interface AuthorizeContext<Q> {
  readonly user: User;
  readonly params: PartOf<Q, "params">;
  readonly state: ContextState;
  readonly log: Logger;
}

/** "May this principal touch this object?" */
export type AuthorizeCheck<Q> = (context: AuthorizeContext<Q>) => Awaitable<boolean>;

/**
 * Object-level authorization: a check (403 when it says no), a check that hides the object (404), or the reason why
 * every authenticated principal may.
 */
export type Authorize<Q> = AuthorizeCheck<Q> | { check: AuthorizeCheck<Q>; hide?: boolean } | { any: string };

/** The request bodies that the framework parses by itself. */
export type BodyMediaType = "application/json" | "application/x-www-form-urlencoded" | "text/plain";

/** Everything of a route that does not depend on its schemas. */
export interface RouteInfo {
  method: Method;
  /** Segments, `:name` parameters and a trailing `/*`. */
  path: string;
  /** The name of the operation in OpenAPI and in the client. In a record of routes the key is the name. */
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: readonly string[];
  deprecated?: boolean;
  auth?: RouteAuth;
  hooks?: Hooks | readonly Hooks[];
  /** What happens to body keys that the schema does not know. Default `"reject"` (422). */
  unknownKeys?: "reject" | "strip";
  /** The media types that the body may have; `application/json` stands for `+json` too. Default `["application/json"]`. */
  consumes?: readonly BodyMediaType[];
  /** This route's body cap in bytes, instead of the app's `bodyLimitBytes`. */
  bodyLimitBytes?: number;
}

export interface RouteDefinition<Q, R> extends RouteInfo {
  request?: Q;
  responses: R;
  authorize?: Authorize<Q>;
  handler(context: Context<Q>): Awaitable<Result<R>>;
}

/** A defined route. Its type parameters carry the contract to the client; at run time it is the definition itself. */
export interface Route<Q = unknown, R = unknown> extends RouteInfo {
  readonly "~request"?: Q;
  readonly "~responses"?: R;
}

/**
 * Defines one route: the definition validates the request, shapes the response, documents it and types the client.
 *
 * @example
 * route({ method: "GET", path: "/books/:id", request: { params }, responses: { 200: { body: Book } },
 *   handler: ({ params }) => ({ status: 200, body: find(params.id) }) })
 */
export function route<R extends Responses, Q extends RequestSchemas = Record<never, never>>(
  definition: RouteDefinition<Q, R>,
): Route<Q, R> {
  return definition;
}

/** Routes by operation id. `object` is what inference falls back to for a route without schemas: it has no part. */
export type RouteRecord = Readonly<Record<string, Route<object>>>;

/** A record of routes as `routes()` returns it. */
export interface RouteSet<T> {
  readonly "~routes": T;
}

/**
 * Groups routes by operation id: the key is the `operationId`, so it cannot be missing or double.
 *
 * @throws TypeError when a route's own `operationId` says something else than its key
 */
export function routes<T extends RouteRecord>(record: T): RouteSet<T> {
  for (const [key, value] of Object.entries(record)) {
    if (value.operationId !== undefined && value.operationId !== key) {
      throw new TypeError(
        `routes(): "${key}" has the operationId "${value.operationId}"; leave it out or use the key.`,
      );
    }
  }
  return { "~routes": record };
}
