import type { RateLimitCount } from "./store.ts";

/** What a store keeps of a key: the hits of the fixed window that is under way, and of the one before it. */
export interface WindowHits {
  readonly hits: number;
  readonly previous: number;
  /** How much of the current window is over, in milliseconds. */
  readonly elapsedMs: number;
}

/**
 * Estimates a sliding window from two fixed ones: the previous one is weighted by how much of it still lies in the window
 * that ends now. Every store counts by this.
 */
export function slidingCount({ hits, previous, elapsedMs }: WindowHits, windowMs: number): RateLimitCount {
  const carried = previous * (1 - elapsedMs / windowMs);
  return { count: carried + hits, hits, resetMs: windowMs - elapsedMs };
}
