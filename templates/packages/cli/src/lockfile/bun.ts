import { type DataValue, entriesAt, textAt, valueAt } from "../syntax/data.ts";
import { sourceOf, splitIdentifier, withoutScheme } from "./identifier.ts";
import type { LockedPackage, Origin, Requirement, RequirementKind } from "./lockfile.ts";
import type { ReadFormat } from "./read-format.ts";

const kinds: readonly (readonly [field: string, kind: RequirementKind])[] = [
  ["dependencies", "production"],
  ["optionalDependencies", "optional"],
  ["devDependencies", "development"],
  ["peerDependencies", "peer"],
];

/** `bun.lock`: each package by the way to it (`a/b` is the `b` that only `a` has), as a list: what it is, where from, what it needs, its hash. */
export const readBun: ReadFormat = ({ documents: [document] }) => {
  const format = textAt(document, "lockfileVersion") ?? "";
  if (!["0", "1", "2"].includes(format)) return { unsupported: format };
  const ways = new Set(entriesAt(document, "packages").map(([way]) => way));
  const packages = entriesAt(document, "packages").map(([way, entry]) => ({
    ...lockedPackage(way, entry, ways),
    // since format 2 it says which packages have scripts
    ...(format === "2" ? { scripts: textAt(entry.items?.[2], "hasInstallScript") === "true" } : {}),
  }));
  const own = valueAt(document, "workspaces", "");
  return { format, direct: own === undefined ? [] : requirementsOf("", own, ways), packages };
};

function lockedPackage(id: string, entry: DataValue, ways: ReadonlySet<string>): LockedPackage {
  const [what, ...more] = entry.items ?? [];
  const { name, rest } = splitIdentifier(what?.text ?? "") ?? { name: id, rest: "" };
  const texts = more.flatMap(({ text }) => text ?? []);
  const integrity = texts.find((text) => /^(?:sha\d+|md5)-/.test(text));
  const needs = more.find(({ entries }) => entries !== undefined);
  const tarball = texts.find((text) => /^https?:/.test(text));
  const origin = originOf(rest, tarball);
  return {
    id,
    line: entry.line,
    name,
    version: origin.type === "folder" ? "" : rest,
    origin,
    ...(integrity === undefined ? {} : { integrity }),
    ...(textAt(needs, "bundled") === "true" ? { unchecked: "bundled" } : {}),
    requires: needs === undefined ? [] : requirementsOf(id, needs, ways),
  };
}

function originOf(rest: string, tarball: string | undefined): Origin {
  if (sourceOf(rest) === "folder") return { type: "folder", path: withoutScheme(rest) };
  if (sourceOf(rest) === "other" || !/^\d/.test(rest)) return { type: "other", spec: rest };
  return { type: "registry", registry: "npm", ...(tarball === undefined ? {} : { tarball }) };
}

function requirementsOf(from: string, value: DataValue, ways: ReadonlySet<string>): Requirement[] {
  const optionalPeers = new Set(valueAt(value, "optionalPeers")?.items?.map(({ text }) => text));
  return kinds.flatMap(([field, kind]) =>
    entriesAt(value, field).flatMap(([name, { text = "", line }]) => {
      const to = resolve(from, name, ways);
      if (to === undefined && optionalPeers.has(name)) return [];
      return { name, range: text, kind, line, ...(to === undefined ? {} : { to }) };
    }),
  );
}

/** The nearest on the way up. */
function resolve(from: string, name: string, ways: ReadonlySet<string>): string | undefined {
  // a scope and its name are one step
  const steps = from.match(/@[^/]+\/[^/]+|[^/]+/g) ?? [];
  for (let left = steps.length; left >= 0; left -= 1) {
    const way = [...steps.slice(0, left), name].join("/");
    if (ways.has(way)) return way;
  }
  return undefined;
}
