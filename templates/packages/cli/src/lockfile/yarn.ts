import { type DataValue, entriesAt, textAt } from "../syntax/data.ts";
import { decoded, sourceOf, splitIdentifier, withoutScheme } from "./identifier.ts";
import type { LockedPackage, Origin, Requirement } from "./lockfile.ts";
import type { ReadFormat } from "./read-format.ts";

const ownFolder = "workspace:.";

/** `yarn.lock` of Yarn 2 and later: each key lists the descriptors that it answers. The project itself is one of the entries. */
export const readYarn: ReadFormat = ({ documents: [document] }) => {
  const format = textAt(document, "__metadata", "version") ?? "";
  if (!/^\d+$/.test(format)) return { unsupported: format };
  const entries = entriesAt(document).filter(([key]) => key !== "__metadata");
  const known = new Map(entries.flatMap(([key]) => descriptorsOf(key).map((one) => [one, key] as const)));
  const packages = entries.map(([key, entry]) => lockedPackage(key, entry, known));
  const own = entries.find(([, entry]) => textAt(entry, "resolution")?.endsWith(`@${ownFolder}`));
  return {
    format,
    direct: own === undefined ? [] : requirementsOf(own[1], known),
    packages: packages.filter(({ id }) => id !== own?.[0]),
  };
};

/** Without the project that a relative path is relative to. */
const descriptorsOf = (key: string): readonly string[] =>
  key.split(/,\s*/).map((descriptor) => descriptor.replace(/::locator=.*$/, ""));

function lockedPackage(id: string, entry: DataValue, known: ReadonlyMap<string, string>): LockedPackage {
  const { name, rest } = splitIdentifier(textAt(entry, "resolution") ?? id) ?? { name: id, rest: "" };
  const origin = originOf(rest);
  const integrity = textAt(entry, "checksum");
  const version = textAt(entry, "version") ?? "";
  return {
    id,
    line: entry.line,
    name,
    version: origin.type === "folder" ? "" : version,
    origin,
    ...(integrity === undefined ? {} : { integrity }),
    ...(integrity === undefined && textAt(entry, "conditions") ? { unchecked: "platform" } : {}),
    requires: [...requirementsOf(entry, known), ...patchedOf(rest, entry.line, known)],
  };
}

/** The package that a patched copy is made of: `patch:ms@npm%3A2.1.3#~/.yarn/patches/ms.patch`. */
function patchedOf(rest: string, line: number, known: ReadonlyMap<string, string>): Requirement[] {
  const [, encoded = ""] = /^patch:([^#]*)#/.exec(rest) ?? [];
  const descriptor = decoded(encoded);
  const to = known.get(descriptor);
  const { name, rest: range } = splitIdentifier(descriptor) ?? { name: "", rest: "" };
  return to === undefined ? [] : [{ name, range: plainRange(range), kind: "production", line, to }];
}

function originOf(rest: string): Origin {
  const [source = "", parameters = ""] = rest.split("::");
  if (source.startsWith("patch:")) return { type: "patch", patch: source.slice(source.indexOf("#") + 1) };
  if (sourceOf(source) === "folder") return { type: "folder", path: withoutScheme(source) };
  if (!source.startsWith("npm:")) return { type: "other", spec: source };
  const tarball = new URLSearchParams(parameters).get("__archiveUrl");
  return { type: "registry", registry: "npm", ...(tarball === null ? {} : { tarball }) };
}

function requirementsOf(entry: DataValue, known: ReadonlyMap<string, string>): Requirement[] {
  return entriesAt(entry, "dependencies").map(([name, { text = "", line }]) => {
    const optional = textAt(entry, "dependenciesMeta", name, "optional") === "true";
    const to = known.get(`${name}@${text}`) ?? known.get(`${name}@npm:${text}`);
    const kind = optional ? "optional" : "production";
    return { name, range: plainRange(text), kind, line, ...(to === undefined ? {} : { to }) };
  });
}

/** Yarn puts `npm:` before every range of the registry. */
const plainRange = (range: string): string =>
  range.startsWith("npm:") && splitIdentifier(range.slice("npm:".length)) === undefined
    ? range.slice("npm:".length)
    : range;

/** Whether a `yarn.lock` is of Yarn 2 or later. */
export const isBerry = (text: string): boolean => /^__metadata:/m.test(text);

/** What an entry of {@link readYarn} is a patched copy of, when its patch is one that Yarn brings itself. */
export const isBuiltinPatch = (patch: string): boolean => /^(?:optional!)?builtin<[^>]*>$/.test(patch);
