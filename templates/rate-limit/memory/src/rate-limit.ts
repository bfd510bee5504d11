import { type App, type Logger, MemoryRateLimitStore, type RateLimitStore } from "@daloyjs/core";
import * as z from "zod";
import type { Config } from "./config.ts";

/** What the environment says of where requests are counted. */
export const rateLimitVariables = z.object({});
export type RateLimitSettings = z.infer<typeof rateLimitVariables>;

/** Counts in the memory of this process, up to a bounded number of clients. Each instance of the app has limits of its own. */
export function createRateLimitStore(
  _app: App,
  _config: Pick<Config, "rateLimit">,
  _logger: Logger,
): RateLimitStore {
  return new MemoryRateLimitStore();
}
