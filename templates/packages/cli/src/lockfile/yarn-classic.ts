import { aliasOf, sourceOf, splitIdentifier, withoutScheme } from "./identifier.ts";
import type { LockedPackage, Origin, Requirement } from "./lockfile.ts";
import type { ReadFormat } from "./read-format.ts";

/** One entry of Yarn 1's own format, before its meaning is known. */
interface Entry {
  readonly keys: readonly string[];
  readonly line: number;
  readonly fields: Map<string, string>;
  readonly requires: { name: string; range: string; kind: "production" | "optional"; line: number }[];
}

/** `yarn.lock` of Yarn 1, which looks like YAML and is none. It says nothing of what the project itself asks for. */
export const readYarnClassic: ReadFormat = ({ text, manifest }) => {
  if (!/^# yarn lockfile v1$/m.test(text)) return { unsupported: "of an unknown Yarn" };
  const entries = parseEntries(text);
  const known = new Map(entries.flatMap((entry) => entry.keys.map((key) => [key, idOf(entry)] as const)));
  const lead = (requirement: Omit<Requirement, "to">): Requirement => {
    const to = known.get(`${requirement.name}@${requirement.range}`);
    return { ...requirement, ...(to === undefined ? {} : { to }) };
  };
  const packages = entries.map((entry): LockedPackage => {
    const [key = ""] = entry.keys;
    const { name, rest } = splitIdentifier(key) ?? { name: key, rest: "" };
    const integrity = entry.fields.get("integrity");
    return {
      id: idOf(entry),
      line: entry.line,
      name: aliasOf(rest)?.name ?? name,
      version: entry.fields.get("version") ?? "",
      origin: originOf(rest, entry.fields.get("resolved")),
      ...(integrity === undefined ? {} : { integrity }),
      requires: entry.requires.map(lead),
    };
  });
  return { format: "classic", direct: (manifest?.requirements ?? []).map(lead), packages };
};

const idOf = ({ keys }: Entry): string => keys.join(", ");

function originOf(range: string, resolved: string | undefined): Origin {
  if (sourceOf(range) === "folder") return { type: "folder", path: withoutScheme(range) };
  if (resolved === undefined) return { type: "registry", registry: "npm" };
  const tarball = resolved.replace(/#[0-9a-f]{40}$/, "");
  if (sourceOf(range) === "other" || !/^https?:/.test(tarball)) return { type: "other", spec: tarball };
  return { type: "registry", registry: "npm", tarball };
}

function parseEntries(text: string): Entry[] {
  const entries: Entry[] = [];
  let section = "";
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [words, indent] = [wordsOf(line), line.length - line.trimStart().length];
    const entry = entries.at(-1);
    const [name = "", value = ""] = words;
    if (indent === 0) entries.push({ keys: words, line: index + 1, fields: new Map(), requires: [] });
    else if (indent === 2 && line.endsWith(":")) section = name;
    else if (indent === 2) entry?.fields.set(name, value);
    else if (section === "dependencies" || section === "optionalDependencies") {
      const kind = section === "dependencies" ? "production" : "optional";
      entry?.requires.push({ name, range: value, kind, line: index + 1 });
    }
  }
  return entries;
}

/** The words of a line, quoted or not, without the commas and the colon between and behind them. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"((?:[^"\\]|\\.)*)"|([^\s",]+?)(?=,|:?\s|:?$)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? "",
  );
