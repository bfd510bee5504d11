import type { RateLimitStore } from "../rate-limit/store.ts";

/** A rate-limiting binding of a Worker. */
export interface RateLimitBinding {
  limit(options: { readonly key: string }): Promise<{ readonly success: boolean }>;
}

/**
 * Lets a rate-limiting binding of Cloudflare decide, which counts for all isolates of a location. It says yes or no: its own
 * configuration holds the limit and the period, `max` of `rateLimit()` stays without effect, and responses carry no `RateLimit-*` until
 * a request is refused. A binding that fails lets the request pass, and says so in the log.
 *
 * @example
 * rateLimit({ windowMs: 60_000, max: 300, store: bindingRateLimitStore(env.RATE_LIMITER) });
 */
export function bindingRateLimitStore(binding: RateLimitBinding): RateLimitStore {
  return {
    async hit(key, windowMs, context) {
      try {
        const { success } = await binding.limit({ key });
        return success ? undefined : { ...overAnyLimit, resetMs: windowMs };
      } catch (error) {
        context?.log.error({ err: error, setting: "rateLimit" }, "The rate-limiting binding failed");
        return undefined;
      }
    },
  };
}

/** Whether something bound to a Worker is such a binding. */
export function isRateLimitBinding(value: unknown): value is RateLimitBinding {
  return typeof value === "object" && value !== null && "limit" in value && typeof value.limit === "function";
}

/** As if all hits lay in the window before: the wait is then one window. */
const overAnyLimit = { count: Number.MAX_SAFE_INTEGER, hits: 0 };
