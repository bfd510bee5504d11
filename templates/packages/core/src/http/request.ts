/** One request's time limit. */
export interface Deadline {
  cancel(): void;
}

/** Read-only request headers; names are matched without regard to case. */
export interface RequestHeaders extends Iterable<[string, string]> {
  get(name: string): string | null;
  has(name: string): boolean;
}

/** The head of a request, as hooks see it before anything else happened. */
export interface RequestHead {
  readonly method: string;
  /** The absolute URL. */
  readonly url: string;
  /** The path as it was sent, not decoded, without the query. */
  readonly path: string;
  readonly headers: RequestHeaders;
}

/**
 * What an adapter gives the engine: a request that can be answered without allocating a `Request` or `Headers`.
 * Everything is read on demand.
 */
export interface EngineRequest extends RequestHead {
  /** The query as it was sent, without `?`; empty where there is none. */
  readonly search: string;
  /** The number of header lines. */
  readonly headerCount: number;
  /** The address of the peer that is connected, or `undefined` where the platform does not say. */
  readonly remoteAddress: string | undefined;
  /**
   * The client's address, where the platform itself vouches for it (Cloudflare, Vercel, Lambda). `null` where the request came
   * through the platform, whose forwarded headers are then its own, but without an address. Absent where there is no platform.
   */
  readonly platformAddress?: string | null | undefined;
  /**
   * Starts a time limit, by one timer for all requests. Absent where a timer belongs to the request that made it (Workers, Edge,
   * Lambda).
   */
  startDeadline?(milliseconds: number, expire: () => void): Deadline;
  /** How much longer the platform lets this request run, in milliseconds, where it says so. */
  readonly remainingMs?: number | undefined;
  /**
   * Throws for a head from which two readers could make two requests: a malformed, missing or second `Host`, a fragment in
   * the target (400; RFC 9112 §3.2), a transfer coding but chunked (501), another version of HTTP (505). Only where the adapter
   * reads the message itself.
   */
  assertHead?(): void;
  /** One header by its lower-case name; several lines are joined as RFC 9110 §5.3 says. */
  header(name: string): string | undefined;
  /** True unless the request can have no content. */
  hasBody(): boolean;
  /** The whole body. Rejects with a 413 `HttpError` as soon as more than `limitBytes` have arrived. */
  readBody(limitBytes: number): Promise<Uint8Array>;
  /** The request as a Web `Request`, its body capped at `limitBytes`. Made once. */
  toRequest(limitBytes: number): Request;
  /** Calls back when the client goes away before the response is complete. */
  onClientGone(callback: () => void): void;
  /** Keeps the platform from ending the request's work before this is done, where it would do so with the response. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}
