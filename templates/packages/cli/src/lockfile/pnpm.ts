import { type DataValue, entriesAt, textAt, valueAt } from "../syntax/data.ts";
import { sourceOf, splitIdentifier, withoutScheme } from "./identifier.ts";
import type { LockedPackage, Origin, Requirement, RequirementKind } from "./lockfile.ts";
import type { ReadFormat } from "./read-format.ts";

const kinds: readonly (readonly [field: string, kind: RequirementKind])[] = [
  ["dependencies", "production"],
  ["optionalDependencies", "optional"],
  ["devDependencies", "development"],
  ["configDependencies", "tool"],
  ["packageManagerDependencies", "tool"],
];

/**
 * `pnpm-lock.yaml` of pnpm 8 (6.0) and of pnpm 9 and later (9.0), where what a package needs stands apart, once for each set of
 * peers. From pnpm 11 on a document of its own before it may hold pnpm itself.
 */
export const readPnpm: ReadFormat = ({ documents }) => {
  const read = documents.map(readDocument);
  const [unsupported] = read.flatMap((one) => ("unsupported" in one ? one : []));
  if (unsupported !== undefined) return unsupported;
  const sound = read.flatMap((one) => ("unsupported" in one ? [] : one));
  const packages = new Map<string, LockedPackage>();
  for (const one of sound.flatMap(({ packages }) => packages)) {
    if (!packages.has(one.id)) packages.set(one.id, one);
  }
  return {
    format: sound.at(-1)?.format ?? "",
    direct: sound.flatMap(({ direct }) => direct),
    packages: [...packages.values()],
  };
};

function readDocument(document: DataValue): ReturnType<ReadFormat> {
  const format = textAt(document, "lockfileVersion") ?? "";
  // the version 9.0 is a number to YAML where it is not quoted
  if (!/^(?:6|9)(?:\.\d)?$/.test(format)) return { unsupported: format };
  const importers = valueAt(document, "importers")?.entries ?? new Map([[".", document]]);
  const read = new Map(entriesAt(document, "packages").map(([key, entry]) => [plainKey(key), entry]));
  const snapshots = snapshotsById(document);
  const packages = [...read].map(([id, entry]) => {
    const needs = [entry, ...(snapshots.get(id) ?? [])];
    return lockedPackage(
      id,
      entry,
      needs.flatMap((one) => requirementsOf(one, read)),
    );
  });
  const links: LockedPackage[] = [];
  const direct = [...importers.values()].flatMap((importer) =>
    requirementsOf(importer, read).map((requirement) => {
      if (requirement.to !== undefined || sourceOf(requirement.range) !== "folder") return requirement;
      const path = withoutScheme(requirement.range);
      const id = `link:${path}`;
      const { name, line } = requirement;
      links.push({ id, line, name, version: "", origin: { type: "folder", path }, requires: [] });
      return { ...requirement, to: id };
    }),
  );
  return { format, direct, packages: [...links, ...packages] };
}

/** A key without the peers behind it, and without the slash that pnpm 8 puts before it. */
const plainKey = (key: string): string => key.replace(/^\//, "").replace(/\(.*$/s, "");

function snapshotsById(document: DataValue): ReadonlyMap<string, readonly DataValue[]> {
  const snapshots = new Map<string, DataValue[]>();
  for (const [key, value] of entriesAt(document, "snapshots")) {
    const id = plainKey(key);
    snapshots.set(id, [...(snapshots.get(id) ?? []), value]);
  }
  return snapshots;
}

function lockedPackage(id: string, entry: DataValue, requires: readonly Requirement[]): LockedPackage {
  const { name, rest } = splitIdentifier(id) ?? { name: id, rest: "" };
  const integrity = textAt(entry, "resolution", "integrity");
  const builds = textAt(entry, "requiresBuild");
  return {
    id,
    line: entry.line,
    name: textAt(entry, "name") ?? name,
    version: textAt(entry, "version") ?? rest,
    origin: originOf(rest, entry),
    ...(integrity === undefined ? {} : { integrity }),
    ...(builds === undefined ? {} : { scripts: builds === "true" }),
    requires: unique(requires),
  };
}

function originOf(rest: string, entry: DataValue): Origin {
  const resolution = valueAt(entry, "resolution");
  const type = textAt(resolution, "type");
  const tarball = textAt(resolution, "tarball");
  const path = textAt(resolution, "directory");
  if (path !== undefined) return { type: "folder", path };
  if (type !== undefined || sourceOf(rest) !== undefined)
    return { type: "other", spec: textAt(resolution, "repo") ?? tarball ?? rest };
  if (tarball?.startsWith("file:")) return { type: "other", spec: tarball };
  return { type: "registry", registry: "npm", ...(tarball === undefined ? {} : { tarball }) };
}

type Known = ReadonlyMap<string, unknown>;

function requirementsOf(value: DataValue, known: Known): Requirement[] {
  return kinds.flatMap(([field, kind]) =>
    entriesAt(value, field).map(([name, entry]) => {
      // an importer says what it asked for and what it got, a package only what it got
      const range = textAt(entry, "specifier") ?? entry.text ?? "";
      const got = plainKey(textAt(entry, "version") ?? entry.text ?? "");
      const to = known.has(got) ? got : known.has(`${name}@${got}`) ? `${name}@${got}` : undefined;
      return { name, range, kind, line: entry.line, ...(to === undefined ? {} : { to }) };
    }),
  );
}

function unique(requirements: readonly Requirement[]): Requirement[] {
  const seen = new Map(requirements.map((one) => [`${one.name} ${one.to}`, one]));
  return [...seen.values()];
}
