import { App, cors, createLogger, type RateLimitStore, rateLimit } from "@daloyjs/core";
import { addAdmin, adminTags } from "./admin/routes.ts";
import { authenticate } from "./auth.ts";
import type { Config } from "./config.ts";
import { license, name, version } from "./project.ts";
import { createRateLimitStore } from "./rate-limit.ts";
import { addRoutes, tags } from "./routes.ts";

/** What an entry point may bring of its platform. */
export interface Platform {
  /** Where requests are counted. Default: where `src/rate-limit.ts` says. */
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
export function createApp(config: Config, platform: Platform = {}) {
  const logger = createLogger({ level: config.logLevel, bindings: { service: name } });
  const app = new App({
    env: config.env,
    trustProxy: config.trustProxy,
    loadShedding: config.loadShedding,
    logger,
    openapi: { info: { title: name, version, license }, tags: { ...tags, ...adminTags } },
  });

  const rateLimitStore = platform.rateLimitStore ?? createRateLimitStore(app, config, logger);
  app.use(
    rateLimit({
      windowMs: 60_000,
      max: config.rateLimitPerMinute,
      store: rateLimitStore,
      groupId: "app",
    }),
  );
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
  addAdmin(app, config);
  return addRoutes(app, { verify: authenticate(config), rateLimitStore });
}
