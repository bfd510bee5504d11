import type { Registry } from "../app/registry.ts";
import type { FinalRoute } from "../app/route-table.ts";
import { isBuildStep } from "../env/environment.ts";
import { hookMeta } from "../hooks/hooks.ts";
import { markedViolations } from "../middleware/judge.ts";
import { authWithoutHook } from "./auth-without-hook.ts";
import { BootGuardError, type Violation } from "./boot-guard-error.ts";
import { insecureDefaults } from "./insecure-defaults.ts";
import { objectAuthorization } from "./object-authorization.ts";
import { openMetrics } from "./open-metrics.ts";
import { debuggerExposed, tlsVerificationOff } from "./process-guards.ts";
import { sessionWithoutCsrf } from "./session-without-csrf.ts";
import { unauthenticatedWrite } from "./unauthenticated-write.ts";

/**
 * Judges the whole app. In production every fault that is not waived stops it; elsewhere what production would refuse is
 * logged, so that nobody meets it for the first time on the day of the release.
 *
 * @throws BootGuardError with all violations
 */
export function runGuards(registry: Registry, table: readonly FinalRoute[]): void {
  const { options, logger } = registry;
  const production = options.env === "production";
  const fatal = [...hookViolations(registry, table, options.env), ...markedViolations(options.env)];
  const whole = [
    ...unauthenticatedWrite(table),
    ...authWithoutHook(table),
    ...objectAuthorization(table),
    ...sessionWithoutCsrf(table),
    ...openMetrics(registry),
    ...insecureDefaults(registry),
    ...tlsVerificationOff(),
    ...debuggerExposed(),
  ];
  const { waive } = options;
  for (const [guard, reason] of Object.entries(waive)) {
    logger.warn({ guard, reason, setting: "waive" }, `The boot guard ${guard} is waived`);
  }
  const stands = ({ guard, waivable }: Violation): boolean =>
    waivable === false || waive[guard] === undefined;
  if (production) fatal.push(...whole);
  else if (options.env === "development") {
    for (const { guard, message, fix } of whole.filter(stands)) {
      logger.warn({ guard, fix }, `Production would refuse to start: ${message}`);
    }
  }
  const left = fatal.filter(stands);
  if (left.length > 0 && !isBuildStep()) throw new BootGuardError(left);
}

/** What middleware says of its own arguments; each instance is asked once, however many routes have it. */
function hookViolations(
  registry: Registry,
  table: readonly FinalRoute[],
  env: Registry["options"]["env"],
): Violation[] {
  const hooks = new Set([...registry.root.hooks, ...table.flatMap((entry) => entry.hooks)]);
  return [...hooks].flatMap((hook) => hook[hookMeta]?.violations?.(env) ?? []);
}
