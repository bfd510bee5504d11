import { env } from "cloudflare:workers";
import { bindingRateLimitStore, isRateLimitBinding, toFetchHandler } from "@daloyjs/core/cloudflare";
import { createApp } from "./app.ts";
import { loadConfig } from "./config.ts";

/** Variables and secrets are bindings of type text; whatever else is bound is no setting. */
function setting(name: string): string | undefined {
  const value = env[name];
  return typeof value === "string" ? value : undefined;
}

const limiter = env["RATE_LIMITER"];
const rateLimitStore = isRateLimitBinding(limiter) ? bindingRateLimitStore(limiter) : undefined;

export default toFetchHandler(createApp(loadConfig(setting), { rateLimitStore }));
