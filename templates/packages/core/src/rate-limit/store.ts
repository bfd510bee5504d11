import type { Awaitable } from "../route/route.ts";

/** How often a key was seen in the sliding window that ends now, this hit included. */
export interface RateLimitCount {
  readonly count: number;
  /** Milliseconds until the current window ends. */
  readonly resetMs: number;
}

/** Where hits are counted. Share one between instances to share the limit. */
export interface RateLimitStore {
  /** Counts one hit. */
  hit(key: string, windowMs: number): Awaitable<RateLimitCount>;
}
