import { App, cors, createLogger, type RateLimitStore, rateLimit } from "@daloyjs/core";
import type { Config } from "./config.ts";
import { license, name, version } from "./project.ts";
import { addRoutes, tags } from "./routes.ts";

/** What an entry point may bring of its platform. */
export interface Platform {
  /** Where requests are counted. Default: in memory. */
  readonly rateLimitStore?: RateLimitStore | undefined;
}

/**
 * Builds the app. It knows no runtime, opens no connection and starts no timer, so tests and every entry point share it.
 *
 * The body cap, the request timeout, the security headers, the cross-origin guard and the redacted problems need no
 * line here: an `App` has them by itself.
 *
 * @throws BootGuardError in production, when the configuration is a known mistake
 */
export function createApp(config: Config, { rateLimitStore }: Platform = {}) {
  const app = new App({
    env: config.env,
    trustProxy: config.trustProxy,
    logger: createLogger({ level: config.logLevel, bindings: { service: name } }),
    openapi: { info: { title: name, version, license }, tags },
  });

  app.use(rateLimit({ windowMs: 60_000, max: config.rateLimitPerMinute, store: rateLimitStore }));
  if (config.corsOrigins.length > 0) {
    app.use(
      cors({
        origin: config.corsOrigins,
        allowedHeaders: ["authorization", "content-type"],
        exposedHeaders: ["location", "retry-after", "x-request-id"],
      }),
    );
  }

  app.healthcheck().readinesscheck().metrics({ token: config.metricsToken });
  return addRoutes(app, config);
}
