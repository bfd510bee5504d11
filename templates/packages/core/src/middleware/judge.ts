import { type Environment, hasProcessEnv, isBuildStep, resolveEnvironment } from "../env/environment.ts";
import { BootGuardError, type Violation } from "../guards/boot-guard-error.ts";

/**
 * What a factory does with the faults of its arguments: where there is a process environment it throws at once, so that
 * the stack trace names the line; where there is none (Workers) the app judges when it boots.
 *
 * @returns the judge to keep in the middleware's meta
 * @throws BootGuardError where the process environment already makes it a fault
 */
export function judged(find: (environment: Environment) => readonly Violation[]): typeof find {
  if (hasProcessEnv() && !isBuildStep()) {
    const violations = find(resolveEnvironment());
    if (violations.length > 0) throw new BootGuardError(violations);
  }
  return find;
}
