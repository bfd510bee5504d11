import { ipRestriction, type LogLevel, parseTrustProxy, type TrustProxy } from "@daloyjs/core";
import * as z from "zod";
import { type AuthSettings, authVariables } from "./auth.ts";
import { type RateLimitSettings, rateLimitVariables } from "./rate-limit.ts";

/** What the app is told from outside. The code reads this, never the environment. */
export interface Config {
  /** `development` and `test`; anything else is production. */
  readonly env: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel | "silent";
  readonly trustProxy: TrustProxy | undefined;
  /** Origins whose pages may call this API from a browser. */
  readonly corsOrigins: readonly string[];
  readonly rateLimitPerMinute: number;
  /** Refuse requests while the process is overloaded. */
  readonly loadShedding: boolean;
  readonly metricsToken: string | undefined;
  readonly adminPassword: string | undefined;
  /** Addresses and CIDR ranges that may reach `/admin`. */
  readonly adminAllowedIps: readonly string[];
  readonly auth: AuthSettings;
  readonly rateLimit: RateLimitSettings;
}

/** The environment is not fit to start with. Names every variable at fault and its fix, never a value. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
    super(
      `Refusing to start: ${count} in the environment.\n${faults.map((fault) => `  ${fault}`).join("\n")}`,
    );
    this.faults = faults;
  }
}

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** Secrets are only read here: whether they are strong enough is for the app's boot guards to say. */
const appVariables = z.object({
  DALOY_ENV: z.string().optional(),
  NODE_ENV: z.string().optional(),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, "must be an address or a host name, such as 127.0.0.1")
    .default("127.0.0.1"),
  PORT: wholeNumber(0, 65_535).default(3000),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(", ")}`).default("info"),
  TRUST_PROXY: z.string().transform(toTrustProxy).optional(),
  CORS_ORIGINS: z.string().transform(toOrigins).default([]),
  RATE_LIMIT_PER_MINUTE: wholeNumber(1, 1_000_000).default(300),
  LOAD_SHEDDING: z.enum(["on", "off"], "must be on or off").default("on"),
  METRICS_TOKEN: z.string().optional(),
  ADMIN_PASSWORD: z.string().optional(),
  ADMIN_ALLOWED_IPS: z.string().transform(toRanges).default(["127.0.0.0/8", "::1"]),
});

const variables = z.object({ app: appVariables, auth: authVariables, rateLimit: rateLimitVariables });

/**
 * Reads and validates the environment. A variable that is empty counts as not set.
 *
 * @param get one variable by name: `(name) => process.env[name]`
 * @throws ConfigError with every fault at once
 */
export function loadConfig(get: (name: string) => string | undefined): Config {
  const read = ({ shape }: { readonly shape: object }) =>
    Object.fromEntries(Object.keys(shape).map((name) => [name, get(name)?.trim() || undefined]));
  const result = variables.safeParse({
    app: read(appVariables),
    auth: read(authVariables),
    rateLimit: read(rateLimitVariables),
  });
  if (!result.success) {
    throw new ConfigError(
      result.error.issues.map(({ path: [, variable], message }) => `${String(variable)} ${message}.`),
    );
  }
  const { app, auth, rateLimit } = result.data;
  return {
    env: app.DALOY_ENV ?? app.NODE_ENV ?? "production",
    host: app.HOST,
    port: app.PORT,
    logLevel: app.LOG_LEVEL,
    trustProxy: app.TRUST_PROXY,
    corsOrigins: app.CORS_ORIGINS,
    rateLimitPerMinute: app.RATE_LIMIT_PER_MINUTE,
    loadShedding: app.LOAD_SHEDDING === "on",
    metricsToken: app.METRICS_TOKEN,
    adminPassword: app.ADMIN_PASSWORD,
    adminAllowedIps: app.ADMIN_ALLOWED_IPS,
    auth,
    rateLimit,
  };
}

function wholeNumber(least: number, most: number) {
  const fits = (text: string) => /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
  return z.string().refine(fits, `must be a whole number from ${least} to ${most}`).transform(Number);
}

function toTrustProxy(text: string, context: z.RefinementCtx): TrustProxy | undefined {
  try {
    return parseTrustProxy(text);
  } catch {
    const known = "unset, none, loopback, hops:N (1 to 64) or cidr:<range>[,<range>…]";
    context.addIssue(`must be ${known}, such as hops:1`);
    return z.NEVER;
  }
}

function toOrigins(text: string, context: z.RefinementCtx): string[] {
  const origins = toList(text);
  // The wildcard goes on to the app, whose boot guard knows in which environment it is a fault.
  if (origins.every((entry) => entry === "*" || isOrigin(entry))) return origins;
  context.addIssue(
    "must list origins without a path or a trailing slash, such as https://app.example.com,https://admin.example.com",
  );
  return z.NEVER;
}

function toRanges(text: string, context: z.RefinementCtx): string[] {
  const ranges = toList(text);
  try {
    ipRestriction({ allow: ranges });
    return ranges;
  } catch {
    context.addIssue("must list addresses and CIDR ranges, such as 127.0.0.1,10.0.0.0/8");
    return z.NEVER;
  }
}

function toList(text: string): string[] {
  return text.split(",").map((entry) => entry.trim());
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
