import type { Logger } from "../logging/logger.ts";
import type { Awaitable } from "../route/route.ts";

/** How often a key was seen in the sliding window that ends now, this hit included. */
export interface RateLimitCount {
  /** Those of the current fixed window, and of the one before it what still lies in the sliding one. */
  readonly count: number;
  /** Those of the current fixed window alone. */
  readonly hits: number;
  /** Milliseconds until the current fixed window ends. */
  readonly resetMs: number;
}

/** Where hits are counted. Share one between instances to share the limit. */
export interface RateLimitStore {
  /**
   * Counts one hit.
   *
   * @param context of the request, to log to
   * @returns `undefined` when it could not be counted and the request may pass all the same
   */
  hit(
    key: string,
    windowMs: number,
    context?: { readonly log: Logger },
  ): Awaitable<RateLimitCount | undefined>;
  /** Takes one hit back, as `loginThrottle()` does for a login that went well. */
  refund?(key: string, windowMs: number, context?: { readonly log: Logger }): Awaitable<void>;
}
