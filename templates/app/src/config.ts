import { type LogLevel, parseTrustProxy, type TrustProxy } from "@daloyjs/core";
import { z } from "zod";

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
  readonly apiReadToken: string | undefined;
  readonly apiWriteToken: string | undefined;
  readonly metricsToken: string | undefined;
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
const variables = z.object({
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
  API_READ_TOKEN: z.string().optional(),
  API_WRITE_TOKEN: z.string().optional(),
  METRICS_TOKEN: z.string().optional(),
});

/**
 * Reads and validates the environment. A variable that is empty counts as not set.
 *
 * @param get one variable by name: `(name) => process.env[name]`
 * @throws ConfigError with every fault at once
 */
export function loadConfig(get: (name: string) => string | undefined): Config {
  const names = Object.keys(variables.shape);
  const result = variables.safeParse(
    Object.fromEntries(names.map((name) => [name, get(name)?.trim() || undefined])),
  );
  if (!result.success) {
    throw new ConfigError(result.error.issues.map(({ path, message }) => `${path.join(".")} ${message}.`));
  }
  const { data } = result;
  return {
    env: data.DALOY_ENV ?? data.NODE_ENV ?? "production",
    host: data.HOST,
    port: data.PORT,
    logLevel: data.LOG_LEVEL,
    trustProxy: data.TRUST_PROXY,
    corsOrigins: data.CORS_ORIGINS,
    rateLimitPerMinute: data.RATE_LIMIT_PER_MINUTE,
    apiReadToken: data.API_READ_TOKEN,
    apiWriteToken: data.API_WRITE_TOKEN,
    metricsToken: data.METRICS_TOKEN,
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
  const origins = text.split(",").map((entry) => entry.trim());
  // The wildcard goes on to the app, whose boot guard knows in which environment it is a fault.
  if (origins.every((entry) => entry === "*" || isOrigin(entry))) return origins;
  context.addIssue(
    "must list origins without a path or a trailing slash, such as https://app.example.com,https://admin.example.com",
  );
  return z.NEVER;
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
