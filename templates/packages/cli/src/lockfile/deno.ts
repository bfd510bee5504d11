import { type DataValue, entriesAt, textAt, valueAt } from "../syntax/data.ts";
import { splitIdentifier } from "./identifier.ts";
import type { LockedPackage, Requirement } from "./lockfile.ts";
import type { ReadFormat } from "./read-format.ts";

/** `deno.lock` 3 (Deno 1.37), 4 (2.0) and 5 (2.3 and later): packages of npm and JSR, and the hashes of what is imported by URL. */
export const readDeno: ReadFormat = ({ documents: [document] }) => {
  const format = textAt(document, "version") ?? "";
  if (!["3", "4", "5"].includes(format)) return { unsupported: format };
  const tables = format === "3" ? valueAt(document, "packages") : document;
  const specifiers = new Map(
    entriesAt(tables, "specifiers").map(([asked, { text = "" }]) => [asked, got(asked, text)]),
  );
  const ids = new Set(
    (["npm", "jsr"] as const).flatMap((registry) =>
      entriesAt(tables, registry).map(([id]) => `${registry}:${id}`),
    ),
  );
  const direct = [document, ...entriesAt(document, "workspace", "members").map(([, member]) => member)]
    .flatMap((one) => [
      ...itemsAt(one, "workspace", "dependencies"),
      ...itemsAt(one, "workspace", "packageJson", "dependencies"),
      ...itemsAt(one, "dependencies"),
      ...itemsAt(one, "packageJson", "dependencies"),
    ])
    .map(({ text = "", line }) => directRequirement(text, line, specifiers));
  const locked = (["npm", "jsr"] as const).flatMap((registry) =>
    entriesAt(tables, registry).map(([id, entry]) => lockedPackage(registry, id, entry, ids, specifiers)),
  );
  const remote = entriesAt(document, "remote").map(
    ([url, { text = "", line }]): LockedPackage => ({
      id: url,
      line,
      name: url,
      version: "",
      origin: { type: "other", spec: url },
      integrity: text,
      requires: [],
    }),
  );
  return { format, direct, packages: [...locked, ...remote] };
};

const itemsAt = (value: DataValue | undefined, ...path: readonly string[]): readonly DataValue[] =>
  valueAt(value, ...path)?.items ?? [];

/** `npm:zod@4` and `4.6.7` make `npm:zod@4.6.7`; format 3 writes it out. */
function got(asked: string, resolved: string): string {
  if (/^(?:npm|jsr):/.test(resolved)) return resolved;
  const { scheme, name } = specifierOf(asked);
  return `${scheme}:${name}@${resolved}`;
}

function specifierOf(text: string): { scheme: string; name: string; range: string } {
  const colon = text.indexOf(":");
  const [scheme, rest] = colon === -1 ? ["npm", text] : [text.slice(0, colon), text.slice(colon + 1)];
  const { name, rest: range } = splitIdentifier(rest) ?? { name: rest, rest: "*" };
  return { scheme, name, range };
}

function directRequirement(text: string, line: number, specifiers: ReadonlyMap<string, string>): Requirement {
  const { name, range } = specifierOf(text);
  const to = specifiers.get(text);
  return { name, range, kind: "production", line, ...(to === undefined ? {} : { to }) };
}

function lockedPackage(
  registry: "npm" | "jsr",
  id: string,
  entry: DataValue,
  ids: ReadonlySet<string>,
  specifiers: ReadonlyMap<string, string>,
): LockedPackage {
  const { name, rest } = splitIdentifier(id) ?? { name: id, rest: "" };
  const integrity = textAt(entry, "integrity");
  const tarball = textAt(entry, "tarball");
  const requires = [
    ...needsOf(entry, "dependencies").map((need) => [need, "production"] as const),
    ...needsOf(entry, "optionalDependencies").map((need) => [need, "optional"] as const),
  ].map(([{ text, line }, kind]): Requirement => {
    const [, alias, asked = text] = /^((?:@[^/]+\/)?[^/@]+)@((?:npm|jsr):.+)$/.exec(text) ?? [];
    const { scheme, name: needed, range } = specifierOf(asked);
    const to = resolve(scheme, needed, range, asked, ids, specifiers);
    return {
      name: alias ?? needed,
      range: alias === undefined ? range : asked,
      kind,
      line,
      ...(to === undefined ? {} : { to }),
    };
  });
  return {
    id: `${registry}:${id}`,
    line: entry.line,
    name,
    // the peers that it was resolved with stand behind it
    version: rest.replace(/_.*$/, ""),
    origin: { type: "registry", registry, ...(tarball === undefined ? {} : { tarball }) },
    ...(integrity === undefined ? {} : { integrity }),
    ...(textAt(entry, "scripts") === "true" ? { scripts: true } : {}),
    requires,
  };
}

/** A list since format 4, an object of name and package in format 3. */
function needsOf(entry: DataValue, field: string): { text: string; line: number }[] {
  const value = valueAt(entry, field);
  if (value?.items) return value.items.map(({ text = "", line }) => ({ text, line }));
  return entriesAt(value).map(([, { text = "", line }]) => ({ text, line }));
}

/** A dependency is written without its version where only one is locked. */
function resolve(
  scheme: string,
  name: string,
  range: string,
  asked: string,
  ids: ReadonlySet<string>,
  specifiers: ReadonlyMap<string, string>,
): string | undefined {
  const exact = `${scheme}:${name}@${range}`;
  if (ids.has(exact)) return exact;
  const specified = specifiers.get(asked) ?? specifiers.get(`${scheme}:${name}@${range}`);
  if (specified !== undefined) return specified;
  const all = [...ids].filter((id) => id.startsWith(`${scheme}:${name}@`));
  return range === "*" && all.length === 1 ? all[0] : undefined;
}
