import { type DataValue, entriesAt, textAt } from "../syntax/data.ts";
import { parseJson } from "../syntax/json.ts";
import { splitIdentifier } from "./identifier.ts";
import type { Requirement, RequirementKind } from "./lockfile.ts";

/** What a project says of itself. */
export interface Manifest {
  /** `package.json` */
  readonly document: DataValue;
  readonly name: string;
  readonly version: string;
  readonly requirements: readonly ManifestRequirement[];
}

export interface ManifestRequirement extends Requirement {
  /** `package.json`, or `deno.json` where it imports a package. */
  readonly file: string;
  /** Whose package it is. JSR's come from `deno.json` alone. */
  readonly registry: "npm" | "jsr";
}

const kinds: readonly (readonly [field: string, kind: RequirementKind])[] = [
  // what is optional is no plain dependency, even when it is listed among them too
  ["optionalDependencies", "optional"],
  ["dependencies", "production"],
  ["devDependencies", "development"],
  ["peerDependencies", "peer"],
];

/**
 * @param text of `package.json`
 * @param deno of `deno.json`, where there is one
 * @returns `undefined` when one of them is no JSON
 */
export async function readManifest(text: string, deno?: string): Promise<Manifest | undefined> {
  const document = await parseJson(text);
  const config = deno === undefined ? undefined : await parseJson(deno);
  if ("fault" in document || (config !== undefined && "fault" in config)) return undefined;
  const requirements = new Map<string, ManifestRequirement>();
  for (const [field, kind] of kinds) {
    for (const [name, { text: range = "", line }] of entriesAt(document, field)) {
      if (requirements.has(name)) continue;
      requirements.set(name, { name, range, kind, line, file: "package.json", registry: "npm" });
    }
  }
  return {
    document,
    name: textAt(document, "name") ?? "",
    version: textAt(document, "version") ?? "",
    requirements: [...requirements.values(), ...importsOf(config)],
  };
}

/** `"zod": "npm:zod@4"` of an import map; what it maps to a file is none. */
function importsOf(config: DataValue | undefined): ManifestRequirement[] {
  const scopes = entriesAt(config, "scopes").flatMap(([, scope]) => entriesAt(scope));
  const values = [...entriesAt(config, "imports"), ...scopes];
  return values.flatMap(([name, { text = "", line }]): ManifestRequirement[] => {
    const [, registry, rest = ""] = /^(npm|jsr):\/?(.+)$/.exec(text) ?? [];
    if (registry !== "npm" && registry !== "jsr") return [];
    const { name: real, rest: version } = splitIdentifier(rest) ?? { name: rest, rest: "*" };
    // behind a version there may be the file of the package
    const asked = version.split("/")[0] ?? "";
    const range = name === real && registry === "npm" ? asked : `${registry}:${real}@${asked}`;
    return [{ name, range, kind: "production", line, file: "deno.json", registry }];
  });
}
