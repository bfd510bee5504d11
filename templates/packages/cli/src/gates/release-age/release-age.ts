import type { LockedPackage } from "../../lockfile/lockfile.ts";
import type { Manager } from "../../project/manager.ts";
import { readSettings, unmetDemands } from "../../protections/demand.ts";
import { unsoundManager } from "../../protections/floor.ts";
import { type Publication, publications } from "../../registry/published.ts";
import { valueAt } from "../../syntax/data.ts";
import { ToolError } from "../../tool-error.ts";
import type { Finding, Gate, GateContext } from "../../verify/gate.ts";
import { demands, exclusions } from "./demands.ts";

const dayMs = 86_400_000;

export const releaseAge: Gate = {
  name: "release-age",
  summary: "Every locked version is at least a day old, and the package manager holds back younger ones",
  explanation: `Asks the project's registry when each locked version came out, and finds those that are less than 24 hours old and those that it
does not have. What is old enough is remembered in the user's cache folder. And it finds a package manager that is not told to hold
back fresh releases, one that is too old to, and packages that it is told to make an exception for: exceptions are waivers here.

Where the registry cannot be reached, it judges what it remembers and says how many versions it could not judge: that is a
failure of the gate (exit code 1), not a finding. It believes the registry's dates, and does not look at what is imported by URL.`,
  waits: true,
  async run(context) {
    const project = await context.locked();
    if (!("manager" in project)) throw unread();
    const { manager, manifest, lockfile } = project;
    const settings = [
      ...(await unmetDemands(demands[manager], context)),
      ...(await unsoundManager(manager, manifest.document)),
      ...(await exceptions(manager, context)),
    ].map((one): Finding => ({ ...one, why }));
    if ("rule" in lockfile) {
      if (settings.length > 0) return { findings: settings, unchecked: [lockfile.message] };
      throw unread();
    }
    const versions = distinct(lockfile.packages);
    const published = publications(await context.registry(), context.env, context.now);
    const judged = await Promise.all(
      versions.map(async (locked) => ({ locked, publication: await published(released(locked)) })),
    );
    const findings = judged.flatMap(({ locked, publication }) =>
      findingOf(lockfile.file, locked, publication, context.now),
    );
    const unknown = judged.flatMap(({ publication }) =>
      publication.status === "unreachable" ? [publication.reason] : [],
    );
    if (unknown.length === 0) return [...settings, ...findings];
    const unchecked = `${unknown.length} of ${versions.length} locked versions could not be judged: ${unknown[0]}`;
    if (settings.length + findings.length > 0)
      return { findings: [...settings, ...findings], unchecked: [unchecked] };
    throw new ToolError(
      unchecked,
      "Run it again where the registry can be reached: what it told is remembered.",
    );
  },
};

const why =
  "A stolen account publishes for a few hours until somebody notices. Who waits a day is not among those who got it.";

const unread = (): ToolError =>
  new ToolError("There is no lockfile to judge.", "`daloy verify lockfile` says what is wrong with it.");

/** One of each version that comes from a registry; a patched copy is made of one. */
function distinct(packages: readonly LockedPackage[]): readonly LockedPackage[] {
  const fetched = packages.filter(
    ({ origin, unchecked }) => origin.type === "registry" && unchecked !== "bundled",
  );
  return [
    ...new Map(fetched.map((one) => [`${registryKind(one)}:${one.name}@${one.version}`, one])).values(),
  ];
}

const registryKind = ({ origin }: LockedPackage): "npm" | "jsr" =>
  origin.type === "registry" ? origin.registry : "npm";

const released = (locked: LockedPackage) => ({
  registry: registryKind(locked),
  name: locked.name,
  version: locked.version,
});

function findingOf(
  file: string,
  { name, version, line }: LockedPackage,
  publication: Publication,
  now: Date,
): Finding[] {
  if (publication.status === "unknown") {
    const message = `The registry does not have ${name}@${version}.`;
    const fix =
      "Look why it was taken back: most often it was malicious. Choose another version, and install again.";
    return [
      { file, line, rule: "not-published", package: `${name}@${version}`, message, why: reasons.gone, fix },
    ];
  }
  if (publication.status === "unreachable") return [];
  const age = now.getTime() - publication.at.getTime();
  if (age >= dayMs) return [];
  const hours = Math.max(0, Math.floor(age / 3_600_000));
  const message = `${name}@${version} came out ${hours === 1 ? "an hour" : `${hours} hours`} ago.`;
  const fix = `Take an older version, or wait until ${new Date(publication.at.getTime() + dayMs).toISOString().slice(0, 16)}Z.`;
  return [{ file, line, rule: "too-young", package: `${name}@${version}`, message, why, fix }];
}

const reasons = {
  gone: "What was locked and is not there any more was taken back, or never came from this registry.",
};

/** The packages that the manager's own list lets through. */
async function exceptions(
  manager: Manager,
  context: GateContext,
): Promise<Pick<Finding, "file" | "line" | "rule" | "message" | "fix">[]> {
  const read = await Promise.all(
    exclusions[manager].map(async ([file, ...path]) => {
      const value = valueAt(await readSettings(file, context), ...path);
      const entries = value?.items ?? (value === undefined ? [] : [value]);
      return entries.map(({ line, text = "" }) => {
        const message = `${text} need not be a day old: ${path.join(".")}.`;
        const fix =
          "Remove it. A version that cannot wait is a waiver in daloy.config.json, with a reason and a last day.";
        return { file, line, rule: "excluded", message, fix };
      });
    }),
  );
  return read.flat();
}
