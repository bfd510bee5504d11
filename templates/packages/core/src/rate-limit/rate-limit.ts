import { isThenable } from "../engine/steps.ts";
import { TooManyRequestsError } from "../errors/http-error.ts";
import { type Hooks, withMeta } from "../hooks/hooks.ts";
import { clientKey } from "../net/client-key.ts";
import type { Context } from "../route/route.ts";
import { MemoryRateLimitStore } from "./memory-store.ts";
import type { RateLimitCount, RateLimitStore } from "./store.ts";
import { retryAfterSeconds } from "./wait.ts";

export interface RateLimitOptions {
  /** The length of the window in milliseconds, 1,000 or more. */
  windowMs: number;
  /** How many requests one key may make in a window. */
  max: number;
  /** Whom a request counts for. Default: the client's address inside the trust boundary, IPv6 by /56. */
  keyGenerator?: ((context: Context) => string) | undefined;
  /** Default: this process's memory. */
  store?: RateLimitStore | undefined;
  /** Limits with the same id and store count together. Default: each call for itself. */
  groupId?: string | undefined;
  /** Send `Retry-After` with a 429. Default true. */
  retryAfter?: boolean | undefined;
}

let limits = 0;

/**
 * Limits how many requests a client may make (429), before the body is read and whether or not the request is valid.
 * Every response carries `RateLimit-Limit`, `RateLimit-Remaining`, `RateLimit-Reset` (seconds) and `RateLimit-Policy`.
 *
 * @throws TypeError when `windowMs` or `max` is out of its range
 */
export function rateLimit(options: RateLimitOptions): Hooks {
  const { windowMs, max } = options;
  const faults: string[] = [];
  if (!Number.isSafeInteger(windowMs) || windowMs < 1000)
    faults.push("windowMs must be at least 1000 (milliseconds)");
  if (!Number.isSafeInteger(max) || max < 1) faults.push("max must be a whole number of at least 1");
  if (faults.length > 0) throw new TypeError(`rateLimit(): ${faults.join("; ")}.`);
  const store = options.store ?? new MemoryRateLimitStore();
  limits += 1;
  const prefix = `${options.groupId ?? `limit-${limits}`}:`;
  const keyOf = options.keyGenerator ?? ((context: Context) => clientKey(context.clientAddress ?? "unknown"));
  const policy = `${max};w=${Math.ceil(windowMs / 1000)}`;
  const counts = new WeakMap<Context, RateLimitCount>();

  function judge(count: RateLimitCount | undefined, context: Context): undefined {
    if (count === undefined) return undefined;
    counts.set(context, count);
    if (count.count <= max) return undefined;
    context.log.warn(
      { code: "rate-limited", setting: "rateLimit", max, windowMs },
      "Request refused by a rate limit",
    );
    throw new TooManyRequestsError(
      `No more than ${max} requests in ${Math.ceil(windowMs / 1000)} seconds.`,
      options.retryAfter === false ? {} : { "retry-after": retryAfterSeconds(count, windowMs, max) },
    );
  }

  return withMeta(
    {
      preBody(context) {
        const count = store.hit(prefix + keyOf(context), windowMs, context);
        return isThenable(count) ? count.then((value) => judge(value, context)) : judge(count, context);
      },
      onSend(response, context) {
        const count = counts.get(context);
        if (!count) return;
        response.headers.setTrusted("ratelimit-limit", String(max));
        response.headers.setTrusted(
          "ratelimit-remaining",
          String(Math.max(0, Math.floor(max - count.count))),
        );
        response.headers.setTrusted("ratelimit-reset", String(Math.max(0, Math.ceil(count.resetMs / 1000))));
        response.headers.setTrusted("ratelimit-policy", policy);
      },
    },
    { name: "rateLimit()" },
  );
}
