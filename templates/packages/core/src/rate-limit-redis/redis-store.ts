import { HttpError } from "../errors/http-error.ts";
import { markReported } from "../errors/reported.ts";
import { atMostEvery } from "../logging/at-most-every.ts";
import type { Logger } from "../logging/logger.ts";
import { slidingCount, type WindowHits } from "../rate-limit/sliding-window.ts";
import type { RateLimitCount, RateLimitStore } from "../rate-limit/store.ts";
import type { RedisScriptClient } from "../redis/adapters.ts";
import { assertStoreOptions } from "../redis/assert-store-options.ts";
import { RedisScript } from "../redis/run-script.ts";
import { within } from "../redis/within.ts";
import { slidingWindowScript } from "./script.ts";

export interface RedisRateLimitStoreOptions {
  /** `ioredisAdapter(redis)`, `nodeRedisAdapter(client)`, or what has the same two methods. */
  client: RedisScriptClient;
  /** What every key begins with. Default `daloy:rl:`. Instances with the same prefix share their limits. */
  prefix?: string | undefined;
  /**
   * What happens to a request that Redis does not count, because it fails or is late: `"open"` lets it through, `"closed"`
   * answers 503. Default `"open"`; take `"closed"` where the limit is what protects something, such as a login.
   */
  onError?: "open" | "closed" | undefined;
  /** How long Redis may take, in milliseconds. Default 500. */
  timeoutMs?: number | undefined;
}

/** After a failure Redis is left alone for so long, so that requests do not all wait, nor queue up in the client. */
const pauseMs = 1000;

type LogTo = { readonly log: Logger } | undefined;

/**
 * Counts hits in Redis, so that all instances share a limit: the same sliding window as in memory, in one atomic script and by
 * the clock of the server. Keys expire by themselves. Failures are logged once a minute and tried again once a second.
 *
 * @throws TypeError when the client was not fitted by an adapter, or an option is out of its range
 */
export function redisRateLimitStore(options: RedisRateLimitStoreOptions): Required<RateLimitStore> {
  const { client, prefix = "daloy:rl:", onError = "open", timeoutMs = 500 } = options;
  assertStoreOptions("redisRateLimitStore()", client, timeoutMs);
  if (onError !== "open" && onError !== "closed") {
    throw new TypeError('redisRateLimitStore(): onError must be "open" or "closed".');
  }
  const script = new RedisScript(client, slidingWindowScript);
  const report = atMostEvery(60_000);
  let pausedUntil = 0;
  let uncounted = 0;

  /** @returns `undefined` when Redis did not count */
  async function run(
    key: string,
    windowMs: number,
    delta: string,
    logTo: LogTo,
  ): Promise<WindowHits | undefined> {
    const now = performance.now();
    if (now < pausedUntil) {
      uncounted += 1;
      return undefined;
    }
    // while Redis is down, one request a second finds out whether it still is
    if (uncounted > 0) pausedUntil = now + pauseMs;
    try {
      const args = [String(windowMs), delta];
      const hits = windowHits(await within(script.run(`${prefix}${windowMs}:${key}`, args), timeoutMs));
      if (uncounted > 0)
        logTo?.log.info({ code: "rate-limit-store-up", uncounted }, "The Redis rate limits count again");
      pausedUntil = 0;
      uncounted = 0;
      return hits;
    } catch (error) {
      uncounted += 1;
      pausedUntil = performance.now() + pauseMs;
      report(() =>
        logTo?.log.error(
          { code: "rate-limit-store-down", setting: "redisRateLimitStore.onError", onError, err: error },
          `The Redis rate limits do not count; requests are ${onError === "open" ? "let through" : "refused"}`,
        ),
      );
      return undefined;
    }
  }

  return {
    async hit(key, windowMs, logTo): Promise<RateLimitCount | undefined> {
      const hits = await run(key, windowMs, "1", logTo);
      if (hits !== undefined) return slidingCount(hits, windowMs);
      if (onError === "open") return undefined;
      throw markReported(
        new HttpError(503, "Requests cannot be counted at the moment.", { "retry-after": "1" }),
      );
    },
    async refund(key, windowMs, logTo) {
      await run(key, windowMs, "-1", logTo);
    },
  };
}

/** @throws TypeError when the server answered something else than the script does */
function windowHits(reply: unknown): WindowHits {
  const numbers = Array.isArray(reply) ? reply.map(Number) : [];
  const [hits, previous, elapsedMs] = numbers;
  if (hits === undefined || previous === undefined || elapsedMs === undefined || numbers.some(Number.isNaN)) {
    throw new TypeError("Redis answered the rate limit script with something else than three numbers.");
  }
  return { hits, previous, elapsedMs };
}
