import type { RateLimitCount } from "./store.ts";

/**
 * How many milliseconds a client that was refused has to wait until one more request fits into the sliding window. The
 * window slides, so the end of the fixed one is too early where it was filled: its hits still weigh on the next.
 */
export function waitMs({ count, hits, resetMs }: RateLimitCount, windowMs: number, max: number): number {
  const room = max - 1;
  // what is left of the previous window shrinks to nothing at the end of this one
  const carried = count - hits;
  if (hits <= room) return carried <= 0 ? 0 : resetMs * Math.max(0, 1 - (room - hits) / carried);
  return resetMs + windowMs * Math.max(0, 1 - room / hits);
}

/** The same as a `Retry-After` value: whole seconds, at least one. */
export function retryAfterSeconds(count: RateLimitCount, windowMs: number, max: number): string {
  return String(Math.max(1, Math.ceil(waitMs(count, windowMs, max) / 1000)));
}
