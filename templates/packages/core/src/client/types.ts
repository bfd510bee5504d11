import type { App } from "../app/app.ts";
import type { Route } from "../route/route.ts";
import type { InferInput, InferOutput } from "../validation/standard-schema.ts";

/** Query and headers may be left out where nothing in them is required. */
type OptionalPart<Q, K extends "query" | "headers"> = K extends keyof Q
  ? Record<never, never> extends InferInput<Q[K]>
    ? { [k in K]?: InferInput<Q[K]> }
    : { [k in K]: InferInput<Q[K]> }
  : unknown;

/** The parts of a call that the route has a schema for. Most routes have neither query nor headers: the short way. */
export type ClientInput<Q> = Q extends { query: unknown } | { headers: unknown }
  ? { [K in Exclude<keyof Q, "query" | "headers">]: InferInput<Q[K]> } & OptionalPart<Q, "query"> &
      OptionalPart<Q, "headers">
  : { [K in keyof Q]: InferInput<Q[K]> };

/** What comes back: one of the declared responses, told apart by `status`. */
export type ClientResponse<R> = {
  [K in keyof R]: "body" extends keyof R[K]
    ? { readonly status: K; readonly body: InferOutput<R[K]["body"]>; readonly headers: Headers }
    : { readonly status: K; readonly body: unknown; readonly headers: Headers };
}[keyof R];

/** What any call may take besides the parts of its contract. */
export interface CallOptions {
  /** Headers beside those that the route has a schema for. */
  headers?: Readonly<Record<string, string>>;
  /** Gives the call up: it rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** Nothing of a call is required: it may be left out, and what is given has to be declared. */
type Call<Q, R> =
  Record<never, never> extends ClientInput<Q>
    ? (
        input?: keyof Q extends never ? Record<string, never> : ClientInput<Q>,
        options?: CallOptions,
      ) => Promise<ClientResponse<R>>
    : (input: ClientInput<Q>, options?: CallOptions) => Promise<ClientResponse<R>>;

type RoutesOf<T> = T extends App<infer R> ? R : T extends { "~routes": infer R } ? R : never;

type Operations<T> = {
  readonly [K in keyof T]: T[K] extends Route<infer Q, infer R> ? Call<Q, R> : never;
};

/** One function per operation: `client[operationId]({ params, query, headers, body })`. */
export type Client<T> = Operations<RoutesOf<T>>;
