import type { Registry } from "../app/registry.ts";
import type { Violation } from "./boot-guard-error.ts";

export const openMetricsViolation: Violation = {
  guard: "open-metrics",
  message: "app.metrics() refused in production: provide opts.token to require auth.",
  fix: "Give app.metrics({ token }) a secret of at least 32 bytes from the environment.",
};

/** Metrics that anyone can read tell an attacker what the app does and how hard it is hit. */
export function openMetrics(registry: Registry): Violation[] {
  return registry.family().some((one) => one.metrics?.open === true) ? [openMetricsViolation] : [];
}
