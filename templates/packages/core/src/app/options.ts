import type { Environment } from "../env/environment.ts";
import type { GuardName } from "../guards/boot-guard-error.ts";
import type { Hooks } from "../hooks/hooks.ts";
import type { Logger, LoggerOptions } from "../logging/logger.ts";
import type { LoadSheddingOptions } from "../middleware/load-limits.ts";
import type { StaticHeadersOptions } from "../middleware/static-headers.ts";
import type { OpenAPIOptions } from "../openapi/generate.ts";
import type { TrustProxy } from "../proxy/trust-proxy.ts";
import type { RouteAuth } from "../route/route.ts";
import type { DocsOptions } from "./docs-routes.ts";

/** What `new App()` takes. Everything is on by default; each option is judged when the app is constructed. */
export interface AppOptions {
  /** Default `DALOY_ENV`, else `NODE_ENV`, else production. Anything but `development` and `test` is production. */
  env?: Environment | (string & {}) | undefined;
  /** The largest body in bytes. Default 65,536 (64 KiB); more is a 413. */
  bodyLimitBytes?: number | undefined;
  /** How long hooks, body and handler may take together, in milliseconds. Default 30,000; 0 switches it off. */
  requestTimeoutMs?: number | undefined;
  /** How many header fields a request may have. Default 100; more is a 431. */
  maxHeaderCount?: number | undefined;
  /** How deep JSON may nest. Default 50; more is a 400. */
  jsonMaxDepth?: number | undefined;
  /** How many keys a JSON body may hold in all. Default 10,000; more is a 400. */
  jsonMaxKeys?: number | undefined;
  /** What happens to `__proto__`, `constructor` and `prototype` keys. Default `"strip"`; `"reject"` is a 400. */
  poisonedKeys?: "strip" | "reject" | undefined;
  /** Default on; `app.use(secureHeaders(o))` replaces the automatic one, and alone takes a content security policy in parts. */
  secureHeaders?: boolean | StaticHeadersOptions | undefined;
  /** 403 for a state-changing request from a foreign origin that no `cors()` lets in. Default on. */
  corsCrossOriginGuard?: boolean | undefined;
  /** Which proxies may speak for the client. Unset: forwarded headers are refused in production. */
  trustProxy?: TrustProxy | undefined;
  /** The same as `trustProxy`. */
  behindProxy?: TrustProxy | undefined;
  /** Holds responses to their schemas. Default on. */
  validateResponses?: boolean | undefined;
  /** Default: JSON lines to stdout at `info`. */
  logger?: false | Pick<LoggerOptions, "level" | "redact"> | Logger | undefined;
  /**
   * 503 while the process is overloaded, before anything else is done. Default off; `true` takes the defaults of
   * `loadShedding()`. Health, readiness and metrics still answer, so that nobody restarts a process for being busy.
   */
  loadShedding?: boolean | LoadSheddingOptions | undefined;
  /** Exit 1 after logging when a promise rejects and nobody handles it. Default on in production. */
  crashOnUnhandledRejection?: boolean | undefined;
  /** What the OpenAPI document says beside the contract. */
  openapi?: OpenAPIOptions | undefined;
  /** The documentation page. Default `"auto"`: in development only. `true` is a choice: everywhere, with a warning. */
  docs?: "auto" | boolean | DocsOptions | undefined;
  /** Boot guards that this app does without, each with the reason. */
  waive?: Partial<Record<GuardName, string>> | undefined;
}

/** What the routes of a group have in common. */
export interface GroupOptions {
  tags?: readonly string[];
  hooks?: Hooks | readonly Hooks[];
  auth?: RouteAuth;
}

/** The numbers and switches of an app, with every default filled in. */
export interface ResolvedOptions {
  readonly env: Environment;
  readonly bodyLimitBytes: number;
  readonly requestTimeoutMs: number;
  readonly maxHeaderCount: number;
  readonly jsonMaxDepth: number;
  readonly jsonMaxKeys: number;
  readonly poisonedKeys: "strip" | "reject";
  readonly secureHeaders: boolean | StaticHeadersOptions;
  readonly corsCrossOriginGuard: boolean;
  readonly trustProxy: TrustProxy | undefined;
  readonly validateResponses: boolean;
  readonly loadShedding: false | LoadSheddingOptions;
  readonly crashOnUnhandledRejection: boolean;
  readonly openapi: OpenAPIOptions;
  readonly docs: "auto" | boolean | DocsOptions;
  readonly waive: Partial<Record<GuardName, string>>;
}
