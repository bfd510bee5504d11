import { aliasOf, sourceOf } from "../../lockfile/identifier.ts";
import type { LockedPackage, Lockfile, Requirement } from "../../lockfile/lockfile.ts";
import type { Manifest, ManifestRequirement } from "../../lockfile/manifest.ts";
import type { Report } from "./findings.ts";

/** What the project asks for is what is locked: nothing missing, nothing more, and in the versions asked for. */
export async function judgeStep(
  manifest: Manifest,
  lockfile: Lockfile,
  overridden: ReadonlySet<string>,
): Promise<Report[]> {
  const { Range, satisfies } = await import("../../third-party/semver.ts");
  const range = (text: string): string => {
    try {
      return new Range(text).range;
    } catch {
      return text;
    }
  };
  const deno = lockfile.manager === "deno";
  const asked = manifest.requirements.filter((one) => counts(one, lockfile));
  const left = new Set(lockfile.direct.filter(({ kind }) => kind !== "peer" && kind !== "tool"));
  const reports = asked.flatMap((requirement): Report[] => {
    const { file, line, name } = requirement;
    const known = [...left].filter((one) => isSame(one, requirement, deno));
    const locked = known.find((one) => {
      // Deno writes a range as short as it goes
      return deno ? range(plain(one.range)) === range(plain(requirement.range)) : sameRange(one, requirement);
    });
    for (const one of locked === undefined ? known : [locked]) left.delete(one);
    if (known[0] === undefined)
      return [{ file, line, rule: "out-of-step", message: `${name} is not locked.` }];
    if (locked === undefined) {
      if (overridden.has(name)) return [];
      const message = `${name} is asked for as ${requirement.range}, and locked as ${known[0].range}.`;
      return [{ file: lockfile.file, line: known[0].line, rule: "out-of-step", message }];
    }
    if (locked.kind !== requirement.kind && !deno) {
      const message = `${name} is a dependency for ${requirement.kind}, and locked for ${locked.kind}.`;
      return [{ file: lockfile.file, line: locked.line, rule: "out-of-step", message }];
    }
    return overridden.has(name) ? [] : wrongVersion(locked, lockfile, satisfies);
  });
  const peers = new Set(manifest.requirements.flatMap(({ kind, name }) => (kind === "peer" ? name : [])));
  const more = [...left].filter(({ name }) => !peers.has(name));
  return [
    ...reports,
    ...more.map(({ name, line }) => {
      const message = `${name} is locked as a dependency of the project, which does not ask for it.`;
      return { file: lockfile.file, line, rule: "out-of-step", message };
    }),
  ];
}

/** Peers are installed by some managers alone; Deno locks neither folders nor what is optional. */
function counts({ kind, range, registry }: ManifestRequirement, { manager }: Lockfile): boolean {
  if (kind === "peer") return false;
  if (manager !== "deno") return registry === "npm";
  return kind !== "optional" && sourceOf(range) === undefined;
}

function isSame(locked: Requirement, asked: ManifestRequirement, deno: boolean): boolean {
  if (!deno) return locked.name === asked.name;
  const { registry, name, range } = asked;
  const real = aliasOf(range)?.name ?? name;
  return locked.name === real && (locked.to?.startsWith(`${registry}:`) ?? true);
}

/** A range without the alias before it. */
const plain = (range: string): string => aliasOf(range)?.range ?? range;

/** `./` before a path is nothing, and Bun and Yarn may leave it out. */
const sameRange = (a: Requirement, b: Requirement): boolean =>
  a.range.replace(":./", ":") === b.range.replace(":./", ":");

function wrongVersion(
  { name, range, to }: Requirement,
  { file, packages }: Lockfile,
  satisfies: (version: string, range: string, options: object) => boolean,
): Report[] {
  const got = packages.find(({ id }) => id === to);
  if (got === undefined || !isVersioned(got, plain(range))) return [];
  if (satisfies(got.version, plain(range), { includePrerelease: true })) return [];
  const message = `${name} is asked for as ${range}, and locked in version ${got.version}.`;
  return [{ file, line: got.line, rule: "wrong-version", message }];
}

/** A tag such as `latest`, a catalog or a folder names no versions. */
const isVersioned = ({ origin }: LockedPackage, range: string): boolean =>
  origin.type === "registry" && /^[\dv^~<>=*xX|\s.-]/.test(range) && !range.includes(":");
