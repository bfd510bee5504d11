import { type Environment, hasProcessEnv, isBuildStep, resolveEnvironment } from "../env/environment.ts";
import { BootGuardError, type Violation } from "../guards/boot-guard-error.ts";
import { isLeftToApps } from "../guards/waivers.ts";

type Judge = (environment: Environment) => readonly Violation[];

/**
 * What a factory does with the faults of its arguments: where there is a process environment it throws at once, so that
 * the stack trace names the line; where there is none (Workers), and for a guard that an app which is being built waives, the app
 * judges when it boots.
 *
 * @returns the judge to keep in the middleware's meta
 * @throws BootGuardError where the process environment already makes it a fault
 */
export function judged(find: Judge): Judge {
  const faults = faultsNow(find).filter(({ guard, waivable }) => waivable === false || !isLeftToApps(guard));
  const guard = faults.find(({ waivable }) => waivable !== false)?.guard;
  const hint = `To do without a guard, construct the app before this line and give the reason: new App({ waive: { "${guard}": "…" } }).`;
  refuseIf(faults, guard && hint);
  return find;
}

/** Where there is no process environment: what is in nobody's hooks, and as what the first app was judged. */
const marked: Judge[] = [];
let judgedAs: Environment | undefined;

/**
 * For what is no middleware, such as a signer, so that no app finds it among its hooks, and none can waive it. Where there is no
 * process environment, the next app that boots judges it; after that it is judged at once, by the environment of that app.
 *
 * @throws BootGuardError where the environment is known already
 */
export function judgedAlone(find: Judge): void {
  if (hasProcessEnv()) refuseIf(faultsNow(find));
  else if (judgedAs !== undefined) refuseIf(find(judgedAs));
  else marked.push(find);
}

/** The faults that were only marked, judged as the app that boots. */
export function markedViolations(environment: Environment): Violation[] {
  if (hasProcessEnv()) return [];
  judgedAs = environment;
  return marked.flatMap((find) => find(environment));
}

function faultsNow(find: Judge): readonly Violation[] {
  return hasProcessEnv() && !isBuildStep() ? find(resolveEnvironment()) : [];
}

function refuseIf(violations: readonly Violation[], hint?: string): void {
  if (violations.length > 0) throw new BootGuardError(violations, hint);
}
