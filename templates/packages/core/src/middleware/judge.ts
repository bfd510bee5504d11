import { type Environment, hasProcessEnv, isBuildStep, resolveEnvironment } from "../env/environment.ts";
import { BootGuardError, type Violation } from "../guards/boot-guard-error.ts";

type Judge = (environment: Environment) => readonly Violation[];

/**
 * What a factory does with the faults of its arguments: where there is a process environment it throws at once, so that
 * the stack trace names the line; where there is none (Workers) the app judges when it boots.
 *
 * @returns the judge to keep in the middleware's meta
 * @throws BootGuardError where the process environment already makes it a fault
 */
export function judged(find: Judge): Judge {
  if (hasProcessEnv() && !isBuildStep()) refuseIf(find(resolveEnvironment()));
  return find;
}

/** Where there is no process environment: what is in nobody's hooks, and as what the first app was judged. */
const marked: Judge[] = [];
let judgedAs: Environment | undefined;

/**
 * For what is no middleware, such as a signer, so that no app finds it among its hooks. Where there is no process environment, the next
 * app that boots judges it; after that it is judged at once, by the environment of that app.
 *
 * @throws BootGuardError where the environment is known already
 */
export function markForApps(find: Judge): void {
  if (hasProcessEnv()) return;
  if (judgedAs !== undefined) refuseIf(find(judgedAs));
  else marked.push(find);
}

/** The faults that were only marked, judged as the app that boots. */
export function markedViolations(environment: Environment): Violation[] {
  if (hasProcessEnv()) return [];
  judgedAs = environment;
  return marked.flatMap((find) => find(environment));
}

function refuseIf(violations: readonly Violation[]): void {
  if (violations.length > 0) throw new BootGuardError(violations);
}
