import type { App, Logger, RateLimitStore } from "@daloyjs/core";
import { nodeRedisAdapter, redisRateLimitStore } from "@daloyjs/core/rate-limit-redis";
import { createClient } from "@redis/client";
import * as z from "zod";
import type { Config } from "./config.ts";
import { name } from "./project.ts";

/** What the environment says of where requests are counted. */
export const rateLimitVariables = z.object({
  REDIS_URL: z.url({
    protocol: /^rediss?$/,
    error: "must be a URL such as rediss://user:password@redis.example.com:6380",
  }),
});
export type RateLimitSettings = z.infer<typeof rateLimitVariables>;

/**
 * Counts in Redis: all instances of the app share their limits. The connection opens when the app starts and closes when it stops.
 *
 * While Redis does not answer, requests are let through (`onError: "open"`) and the log says so: a limit that keeps everybody
 * out with it would do what it is there to prevent. Take `"closed"` if the limit protects something, such as a login.
 */
export function createRateLimitStore(
  app: App,
  { rateLimit }: Pick<Config, "rateLimit">,
  logger: Logger,
): RateLimitStore {
  const client = createClient({ url: rateLimit.REDIS_URL });
  let reported = "";
  client.on("error", (error: Error) => {
    // The client tries again several times a second.
    if (error.message === reported) return;
    reported = error.message;
    logger.warn({ code: "redis-down", setting: "REDIS_URL", err: error }, "Redis does not answer");
  });
  client.on("ready", () => {
    reported = "";
  });
  app.onStart(() => {
    const failed = new Promise<void>((resolve) => client.once("error", () => resolve()));
    // It goes on trying by itself, so the first failure is no reason not to serve.
    const connected = client.connect().then(
      () => undefined,
      () => undefined,
    );
    return Promise.race([connected, failed]);
  });
  app.onShutdown(() => {
    if (client.isOpen) client.destroy();
  });
  return redisRateLimitStore({
    client: nodeRedisAdapter(client),
    prefix: `${name}:rate-limit:`,
    onError: "open",
  });
}
