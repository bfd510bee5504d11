import type { LockedPackage, Lockfile, Requirement } from "./lockfile.ts";

/** The shortest way from the project to a package: the names along it, its own at the end. */
export function pathTo(
  target: LockedPackage,
  { direct, packages }: Pick<Lockfile, "direct" | "packages">,
): readonly string[] {
  const byId = new Map(packages.map((one) => [one.id, one]));
  const seen = new Set<LockedPackage>();
  let paths: readonly (readonly [path: readonly string[], requires: readonly Requirement[]])[] = [
    [[], direct],
  ];
  while (paths.length > 0) {
    const longer: (readonly [readonly string[], readonly Requirement[]])[] = [];
    for (const [path, requires] of paths) {
      for (const { to } of requires) {
        const found = to === undefined ? undefined : byId.get(to);
        if (found === undefined || seen.has(found)) continue;
        seen.add(found);
        if (found === target) return [...path, found.name];
        longer.push([[...path, found.name], found.requires]);
      }
    }
    paths = longer;
  }
  return [target.name];
}
