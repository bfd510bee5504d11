import { configFile, type LicensesConfig } from "../../config/config.ts";
import type { LockedPackage, Lockfile } from "../../lockfile/lockfile.ts";
import { pathTo } from "../../lockfile/path-to.ts";
import { productionPackages } from "../../lockfile/reach.ts";
import { once } from "../../once.ts";
import type { Registry } from "../../registry/registry.ts";
import type { Finding, Gate, GateContext } from "../../verify/gate.ts";
import { allowIn, judgeLicense, licenseIn, permissive, type Verdict, weakCopyleft } from "./allowed.ts";

export const licenses: Gate = {
  name: "licenses",
  summary: "Every locked package has a license that the project may use",
  explanation: `Reads the license of every locked package: from package-lock.json, else from the installed package, else from the registry. It
finds licenses that are not allowed, and packages that name none, or none that can be understood (SEE LICENSE IN …, "BSD"), and says
who brings them in. SPDX expressions are understood: AND needs both, OR one; an exception (WITH) adds to its license. A legacy
list of licenses is a choice.

Allowed are, unless ${configFile} says otherwise in licenses.allow:
${permissive.join(", ")};
and for what is used in development alone, unless licenses.allowInDevelopment says otherwise, besides them:
${weakCopyleft.join(", ")}.
What a package does not say, a person reads and writes down in licenses.packages, with where it was read.

It does not read the texts of licenses, nor what packages bundle, nor packages of JSR, whose registry does not name them. It is no lawyer.`,
  async run(context) {
    const project = await context.locked();
    const lockfile = "manager" in project ? project.lockfile : project;
    if ("rule" in lockfile) return { skipped: "there is no lockfile that can be read" };
    const production = productionPackages(lockfile);
    const installed = once(
      async (): Promise<InstalledLicenses> =>
        new Map(
          (await context.installed()).map(({ name, version, manifest }) => [
            `${name}@${version}`,
            licenseIn(manifest),
          ]),
        ),
    );
    const judged = await Promise.all(
      distinct(lockfile.packages).map((one) => judge(one, lockfile, production.has(one), installed, context)),
    );
    const silent = judged.flatMap(({ unchecked }) => unchecked ?? []);
    return {
      findings: judged.flatMap(({ findings }) => findings),
      unchecked:
        silent.length === 0
          ? []
          : [`The licenses of ${silent.length} of ${judged.length} packages. ${silent[0]}`],
    };
  },
};

/** By `name@version`; `undefined` for a package that is installed and says nothing. */
type InstalledLicenses = ReadonlyMap<string, string | undefined>;

interface Judged {
  readonly findings: readonly Finding[];
  readonly unchecked?: string;
}

async function judge(
  one: LockedPackage,
  lockfile: Lockfile,
  inProduction: boolean,
  installed: () => Promise<InstalledLicenses>,
  { config, registry }: GateContext,
): Promise<Judged> {
  const said = readByPerson(one, config.licenses) ?? one.license;
  const found = said === undefined ? await licenseOf(one, installed, registry) : { license: said };
  if ("unknown" in found) return { findings: [], unchecked: found.unknown };
  const verdict = await judgeLicense(found.license, allowIn(config.licenses, !inProduction));
  if (verdict.allowed) return { findings: [] };
  return { findings: [findingOf(one, lockfile, found.license, verdict, inProduction)] };
}

function readByPerson(
  { name, version }: LockedPackage,
  { packages = {} }: LicensesConfig = {},
): string | undefined {
  const key = [`${name}@${version}`, name].find((one) => Object.hasOwn(packages, one));
  return key === undefined ? undefined : packages[key]?.license;
}

async function licenseOf(
  { name, version, origin }: LockedPackage,
  installed: () => Promise<InstalledLicenses>,
  registry: () => Promise<Registry>,
): Promise<{ readonly license: string | undefined } | { readonly unknown: string }> {
  if (origin.type === "registry" && origin.registry === "jsr")
    return { unknown: `JSR does not name the license of ${name}.` };
  const here = await installed();
  const key = `${name}@${version}`;
  if (here.has(key)) return { license: here.get(key) };
  if (origin.type !== "registry") return { unknown: `${key} is not installed, and of no registry.` };
  const answer = await (await registry()).packument(name);
  if (answer.status === "unreachable") return { unknown: answer.reason };
  const manifest = answer.status === "found" ? answer.packument.versions.get(version) : undefined;
  return manifest === undefined
    ? { unknown: `The registry does not have ${key}.` }
    : { license: licenseIn(manifest) };
}

/** One of each version; what is linked from a folder is the project's own, and what is bundled comes with another. */
function distinct(packages: readonly LockedPackage[]): readonly LockedPackage[] {
  const foreign = packages.filter(({ origin }) => origin.type !== "folder" && origin.type !== "patch");
  return [...new Map(foreign.map((one) => [`${one.name}@${one.version}`, one])).values()];
}

function findingOf(
  one: LockedPackage,
  lockfile: Lockfile,
  license: string | undefined,
  { rule }: Extract<Verdict, { allowed: false }>,
  inProduction: boolean,
): Finding {
  const { name, version, line } = one;
  const path = pathTo(one, lockfile);
  const says = {
    "not-allowed": `is ${license}, which is not allowed${inProduction ? "" : ", not even in development"}`,
    unclear: `says "${license}" of its license, which is no SPDX expression`,
    unlicensed: "grants no license: UNLICENSED",
    missing: "names no license",
  }[rule];
  const by = path.length > 1 ? `, and comes by way of ${path.join(" > ")}` : "";
  const first = path[0] === undefined || path.length === 1 ? "it" : path[0];
  return {
    file: lockfile.file,
    line,
    rule,
    message: `${name}@${version} ${says}${by}.`,
    why: "Without a license nobody may use the package, and some licenses ask that the app's own source is published.",
    fix:
      rule === "not-allowed"
        ? `Take another package in place of ${first}; or, once somebody who may decide it has, add the license to licenses.allow in ${configFile}.`
        : `Read its license, and write it into licenses.packages of ${configFile}: {"${name}@${version}": {"license": "…", "why": "where it was read"}}. If there is none, take another package in place of ${first}.`,
  };
}
