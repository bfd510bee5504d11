import type { LockedPackage, Lockfile, Requirement } from "./lockfile.ts";

/** The packages that some requirements lead to, with all that those need. */
export function reachedFrom(
  { packages }: Lockfile,
  requirements: readonly Requirement[],
): ReadonlySet<LockedPackage> {
  const byId = new Map(packages.map((one) => [one.id, one]));
  const reached = new Set<LockedPackage>();
  const left = [...requirements];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const found = next.to === undefined ? undefined : byId.get(next.to);
    if (found === undefined || reached.has(found)) continue;
    reached.add(found);
    left.push(...found.requires);
  }
  return reached;
}

/** What the app itself runs with: all that is not for development alone. */
export const productionPackages = (lockfile: Lockfile): ReadonlySet<LockedPackage> =>
  reachedFrom(
    lockfile,
    lockfile.direct.filter(({ kind }) => kind !== "development" && kind !== "tool"),
  );
