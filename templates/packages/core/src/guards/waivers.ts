import type { GuardName } from "./boot-guard-error.ts";

type Waivers = Readonly<Partial<Record<GuardName, string>>>;

const ofAppsBeingBuilt = new Set<Waivers>();

/**
 * From here until the app is ready, no factory throws for what the app waives: the middleware may be meant for it. Every app judges
 * its own middleware when it boots, so one that waives nothing refuses it all the same.
 */
export function beginBuilding(waive: Waivers): void {
  if (Object.keys(waive).length > 0) ofAppsBeingBuilt.add(waive);
}

/** The app takes no more middleware. */
export function endBuilding(waive: Waivers): void {
  ofAppsBeingBuilt.delete(waive);
}

/** Whether an app that is being built waives the guard. */
export function isLeftToApps(guard: GuardName): boolean {
  return [...ofAppsBeingBuilt].some((waive) => waive[guard] !== undefined);
}
