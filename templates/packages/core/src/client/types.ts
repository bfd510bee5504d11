import type { App } from "../app/app.ts";
import type { Status } from "../http/status.ts";
import type { Route } from "../route/route.ts";
import type { InferInput, InferOutput } from "../validation/standard-schema.ts";

type PartName = "params" | "query" | "headers" | "body";

/** The parts of a call that the route has a schema for; each may be left out where nothing in it is required. */
type PartInput<Q, K extends PartName> = Q extends { [k in K]: infer S }
  ? Partial<InferInput<S>> extends InferInput<S>
    ? { [k in K]?: InferInput<S> }
    : { [k in K]: InferInput<S> }
  : unknown;

export type ClientInput<Q> = PartInput<Q, "params"> &
  PartInput<Q, "query"> &
  PartInput<Q, "headers"> &
  PartInput<Q, "body">;

/** What comes back: one of the declared responses, told apart by `status`. */
export type ClientResponse<R> = {
  [K in keyof R & Status]: R[K] extends { body: infer B }
    ? { readonly status: K; readonly body: InferOutput<B>; readonly headers: Headers }
    : { readonly status: K; readonly body: unknown; readonly headers: Headers };
}[keyof R & Status];

/** What any call may take besides the parts of its contract. */
export interface CallOptions {
  signal?: AbortSignal;
}

type Call<Q, R> =
  unknown extends ClientInput<Q>
    ? (input?: Record<never, never>, options?: CallOptions) => Promise<ClientResponse<R>>
    : Record<never, never> extends ClientInput<Q>
      ? (input?: ClientInput<Q>, options?: CallOptions) => Promise<ClientResponse<R>>
      : (input: ClientInput<Q>, options?: CallOptions) => Promise<ClientResponse<R>>;

type RoutesOf<T> = T extends App<infer R> ? R : T extends { "~routes": infer R } ? R : never;

/** One function per operation: `client[operationId]({ params, query, headers, body })`. */
export type Client<T> = {
  readonly [K in keyof RoutesOf<T>]: RoutesOf<T>[K] extends Route<infer Q, infer R> ? Call<Q, R> : never;
};
