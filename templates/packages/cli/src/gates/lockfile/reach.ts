import { aliasOf } from "../../lockfile/identifier.ts";
import type { LockedPackage, Lockfile, Requirement } from "../../lockfile/lockfile.ts";
import { reachedFrom } from "../../lockfile/reach.ts";
import type { Report } from "./findings.ts";

/** Everything that is locked is asked for, under its own name, and everything asked for is locked. */
export function judgeReach(lockfile: Lockfile, overridden: ReadonlySet<string>): Report[] {
  const { file, packages, direct } = lockfile;
  const reached = reachedFrom(lockfile, direct);
  const reachedNames = new Set([...reached].map(({ name, version }) => `${name}@${version}`));
  // a patched copy stands beside the package that is asked for
  const isReached = (one: LockedPackage): boolean =>
    reached.has(one) || (one.origin.type === "patch" && reachedNames.has(`${one.name}@${one.version}`));
  const byId = new Map(packages.map((one) => [one.id, one]));
  const extraneous = packages.filter((one) => !isReached(one) && one.origin.type !== "other");
  const requirements = [
    ...direct.map((one) => [one, true] as const),
    ...packages.flatMap(({ requires }) => requires.map((one) => [one, false] as const)),
  ];
  const renamed = new Map<LockedPackage, Report>();
  const missing: Report[] = [];
  for (const [requirement, isDirect] of requirements) {
    const { name, line, kind, to } = requirement;
    const got = byId.get(to ?? "");
    if (got === undefined) {
      if (kind === "production" && !isFolder(requirement))
        missing.push({ file, line, rule: "missing-package", message: `Nothing is locked for ${name}.` });
    } else if (!isNamed(got, requirement, lockfile, isDirect) && !overridden.has(name)) {
      const message = `${name} leads to ${got.name}, which is another package.`;
      renamed.set(got, {
        file,
        line: got.line,
        rule: "wrong-package",
        package: `${got.name}@${got.version}`,
        message,
      });
    }
  }
  return [
    ...missing,
    ...renamed.values(),
    ...extraneous.map(({ line, name, version }) => {
      const message = `${name}${version && `@${version}`} is locked, and nothing needs it.`;
      return { file, line, rule: "extraneous", package: `${name}@${version}`, message };
    }),
  ];
}

const isFolder = ({ range }: Requirement): boolean => /^(?:file|link|portal|workspace):/.test(range);

/** Whether a package is the one that is asked for. A repository's or a folder's name is its own affair. */
function isNamed(
  got: LockedPackage,
  { name, range }: Requirement,
  lockfile: Lockfile,
  direct: boolean,
): boolean {
  if (got.origin.type !== "registry") return true;
  const asked = aliasOf(range)?.name ?? name;
  if (got.name === asked) return true;
  // pnpm locks what a package got, and not what it asked for: `string-width-cjs` is a copy of `string-width`
  return lockfile.manager === "pnpm" && !direct && name.startsWith(`${got.name}-`);
}
