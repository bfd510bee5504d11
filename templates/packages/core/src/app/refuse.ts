import { isBuildStep } from "../env/environment.ts";
import { BootGuardError, type Violation } from "../guards/boot-guard-error.ts";
import type { Registry } from "./registry.ts";

/** What a method of an app does with a fault of its arguments: unlike a factory it knows the app's own environment and waivers. */
export function refuse(registry: Registry, violation: Violation | undefined): void {
  const { env, waive } = registry.options;
  if (violation === undefined || env !== "production" || isBuildStep()) return;
  if (waive[violation.guard] === undefined) throw new BootGuardError([violation]);
}
