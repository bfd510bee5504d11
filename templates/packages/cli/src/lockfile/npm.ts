import { type DataValue, entriesAt, textAt, valueAt } from "../syntax/data.ts";
import type { LockedPackage, Origin, Requirement, RequirementKind } from "./lockfile.ts";
import type { ReadFormat } from "./read-format.ts";

const kinds: readonly (readonly [field: string, kind: RequirementKind])[] = [
  ["dependencies", "production"],
  ["optionalDependencies", "optional"],
  ["devDependencies", "development"],
  ["peerDependencies", "peer"],
];

/** `package-lock.json` and `npm-shrinkwrap.json` of npm 7 and later: every folder of `node_modules` by its path. */
export const readNpm: ReadFormat = ({ documents: [document] }) => {
  const format = textAt(document, "lockfileVersion") ?? "";
  if (format !== "2" && format !== "3") return { unsupported: format };
  const folders = valueAt(document, "packages")?.entries ?? new Map<string, DataValue>();
  const root = folders.get("");
  const packages = [...folders].flatMap(([path, entry]) => {
    if (path === "" || (isLink(entry) && folders.has(textAt(entry, "resolved") ?? ""))) return [];
    return lockedPackage(path, entry, folders);
  });
  return { format, direct: root === undefined ? [] : requirementsOf("", root, folders), packages };
};

const isLink = (entry: DataValue): boolean => textAt(entry, "link") === "true";

function lockedPackage(
  path: string,
  entry: DataValue,
  folders: ReadonlyMap<string, DataValue>,
): LockedPackage {
  const integrity = textAt(entry, "integrity");
  const license = textAt(entry, "license");
  return {
    id: path,
    line: entry.line,
    name: textAt(entry, "name") ?? nameOf(path),
    version: textAt(entry, "version") ?? "",
    origin: originOf(path, entry),
    ...(integrity === undefined ? {} : { integrity }),
    ...(isBundled(path, entry, folders) ? { unchecked: "bundled" } : {}),
    scripts: textAt(entry, "hasInstallScript") === "true",
    ...(license === undefined ? {} : { license }),
    requires: requirementsOf(path, entry, folders),
  };
}

const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

function originOf(path: string, entry: DataValue): Origin {
  const resolved = textAt(entry, "resolved");
  if (isLink(entry)) return { type: "folder", path: resolved ?? "" };
  if (!/(?:^|\/)node_modules\//.test(path)) return { type: "folder", path };
  if (resolved === undefined) return { type: "registry", registry: "npm" };
  if (/^https?:/.test(resolved)) return { type: "registry", registry: "npm", tarball: resolved };
  return { type: "other", spec: resolved };
}

/** It says so, has no source of its own, and a package around it says that it bundles something. */
function isBundled(path: string, entry: DataValue, folders: ReadonlyMap<string, DataValue>): boolean {
  if (textAt(entry, "inBundle") !== "true" || textAt(entry, "resolved") !== undefined) return false;
  return foldersAround(path).some((around) => {
    const holder = folders.get(around);
    return around !== "" && valueAt(holder, "bundleDependencies") !== undefined;
  });
}

function requirementsOf(
  path: string,
  entry: DataValue,
  folders: ReadonlyMap<string, DataValue>,
): Requirement[] {
  const seen = new Set<string>();
  return kinds.flatMap(([field, kind]) =>
    // what is optional is listed among the dependencies too
    entriesAt(entry, field).flatMap(([name, range]) => {
      if (kind !== "optional" && valueAt(entry, "optionalDependencies", name)) return [];
      if (seen.has(name) || (path !== "" && kind === "development")) return [];
      seen.add(name);
      const optional = textAt(entry, "peerDependenciesMeta", name, "optional") === "true";
      const to = resolve(path, name, folders);
      if (to === undefined && optional) return [];
      const text = range.text ?? "";
      return { name, range: text, kind, line: range.line, ...(to === undefined ? {} : { to }) };
    }),
  );
}

/** As Node looks for a package: in every `node_modules` on the way up. */
function resolve(path: string, name: string, folders: ReadonlyMap<string, DataValue>): string | undefined {
  for (const around of [path, ...foldersAround(path)]) {
    const at = around === "" ? `node_modules/${name}` : `${around}/node_modules/${name}`;
    const entry = folders.get(at);
    if (entry === undefined) continue;
    const target = isLink(entry) ? textAt(entry, "resolved") : undefined;
    return target !== undefined && folders.has(target) ? target : at;
  }
  return undefined;
}

/** The folders in which a path of `node_modules` lies, the nearest first, the project's root `""` last. */
function foldersAround(path: string): string[] {
  const around: string[] = [];
  for (let at = path; at !== ""; ) {
    const cut = at.lastIndexOf("node_modules/");
    at = cut <= 0 ? "" : at.slice(0, cut - 1);
    around.push(at);
  }
  return around;
}
