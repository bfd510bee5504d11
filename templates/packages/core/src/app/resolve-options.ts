import { resolveEnvironment } from "../env/environment.ts";
import { guardNames } from "../guards/boot-guard-error.ts";
import { createLogger, type Logger } from "../logging/logger.ts";
import type { AppOptions, ResolvedOptions } from "./options.ts";

/** A timer takes a signed 32-bit number of milliseconds; a larger one fires at once. */
const longestTimer = 2_147_483_647;

/** @throws TypeError that names every option that is out of its range */
export function resolveOptions(options: AppOptions): ResolvedOptions {
  const faults: string[] = [];
  const integer = (
    name: keyof AppOptions,
    value: unknown,
    fallback: number,
    least: number,
    most = Number.MAX_SAFE_INTEGER,
  ): number => {
    if (value === undefined) return fallback;
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most)
      return value;
    const upTo = most === Number.MAX_SAFE_INTEGER ? "" : ` and at most ${most}`;
    faults.push(`${name} must be a whole number of at least ${least}${upTo}`);
    return fallback;
  };
  for (const name of Object.keys(options.waive ?? {})) {
    if (!(guardNames as readonly string[]).includes(name)) {
      faults.push(
        `waive names the guard "${name}", which does not exist; the guards are ${guardNames.join(", ")}`,
      );
    } else if (!String(options.waive?.[name as keyof typeof options.waive] ?? "").trim()) {
      faults.push(`waive gives no reason for "${name}"`);
    }
  }
  if (options.trustProxy !== undefined && options.behindProxy !== undefined) {
    faults.push("trustProxy and behindProxy are the same option; give one of them");
  }
  if (!["strip", "reject"].includes(options.poisonedKeys ?? "strip")) {
    faults.push('poisonedKeys must be "strip" or "reject"');
  }
  const env = resolveEnvironment(options.env);
  const resolved: ResolvedOptions = {
    env,
    bodyLimitBytes: integer("bodyLimitBytes", options.bodyLimitBytes, 65_536, 0),
    requestTimeoutMs: integer("requestTimeoutMs", options.requestTimeoutMs, 30_000, 0, longestTimer),
    maxHeaderCount: integer("maxHeaderCount", options.maxHeaderCount, 100, 1),
    jsonMaxDepth: integer("jsonMaxDepth", options.jsonMaxDepth, 50, 1),
    jsonMaxKeys: integer("jsonMaxKeys", options.jsonMaxKeys, 10_000, 1),
    poisonedKeys: options.poisonedKeys ?? "strip",
    secureHeaders: options.secureHeaders ?? true,
    corsCrossOriginGuard: options.corsCrossOriginGuard ?? true,
    trustProxy: options.trustProxy ?? options.behindProxy,
    validateResponses: options.validateResponses ?? true,
    loadShedding: options.loadShedding === true ? {} : (options.loadShedding ?? false),
    crashOnUnhandledRejection: options.crashOnUnhandledRejection ?? env === "production",
    openapi: options.openapi ?? {},
    docs: options.docs ?? "auto",
    waive: options.waive ?? {},
  };
  if (faults.length > 0) throw new TypeError(`new App(): ${faults.join("; ")}.`);
  return resolved;
}

export function loggerOf(option: AppOptions["logger"]): Logger {
  if (option === false) return createLogger({ level: "silent" });
  if (option === undefined) return createLogger();
  return "child" in option ? option : createLogger(option);
}
