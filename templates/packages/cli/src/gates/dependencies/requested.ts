import { basename } from "node:path/posix";
import { aliasOf, sourceOf } from "../../lockfile/identifier.ts";
import { readManifest } from "../../lockfile/manifest.ts";
import { type DataValue, entriesAt, textsAt, valueAt } from "../../syntax/data.ts";
import { parseJson } from "../../syntax/json.ts";
import { parseYaml } from "../../syntax/yaml.ts";
import type { GateContext } from "../../verify/gate.ts";

/** A package that the project asks for by name. */
export interface Requested {
  /** What its registry calls it, whatever name it is imported under. */
  readonly name: string;
  /** `other`: a repository, a tarball, a URL. */
  readonly registry: "npm" | "jsr" | "other";
  readonly file: string;
  readonly line: number;
}

/** What the approvals call it. */
export const approvalKey = ({ name, registry }: Pick<Requested, "name" | "registry">): string =>
  registry === "jsr" ? `jsr:${name}` : name;

/** The other way round. */
export const parseApprovalKey = (key: string): Pick<Requested, "name" | "registry"> =>
  key.startsWith("jsr:")
    ? { name: key.slice("jsr:".length), registry: "jsr" }
    : { name: key, registry: "npm" };

/**
 * What the project's manifests ask for, each package once: dependencies of every kind, imports of `deno.json`, and what overrides
 * and catalogs put in the place of others. What is linked from a folder is code of the project.
 *
 * @returns the file that is no JSON in its place
 */
export async function requestedPackages(
  context: Pick<GateContext, "files" | "readText">,
): Promise<readonly Requested[] | { readonly unreadable: string }> {
  const found = new Map<string, Requested>();
  const add = (one: Requested): void => {
    if (!found.has(approvalKey(one))) found.set(approvalKey(one), one);
  };
  for (const file of await manifests(context)) {
    const deno = file === "package.json" ? await denoConfig(context) : undefined;
    const manifest = await readManifest((await context.readText(file)) ?? "{}", deno);
    if (manifest === undefined) return { unreadable: deno === undefined ? file : `${file} or deno.json` };
    for (const { name, range, line, registry, file: of } of manifest.requirements) {
      const source = sourceOf(range);
      if (source === "folder") continue;
      const at = { file: of === "package.json" ? file : of, line };
      const real = aliasOf(range)?.name ?? name;
      add({ name: real, registry: source === "other" ? "other" : registry, ...at });
    }
    for (const one of replacements(manifest.document)) add({ ...one, registry: "npm", file });
  }
  const workspace = await parseYaml((await context.readText("pnpm-workspace.yaml")) ?? "");
  const file = "pnpm-workspace.yaml";
  for (const one of workspace ? replacements(workspace) : []) add({ ...one, registry: "npm", file });
  return [...found.values()];
}

const denoConfig = async ({ readText }: Pick<GateContext, "readText">): Promise<string | undefined> =>
  (await readText("deno.json")) ?? readText("deno.jsonc");

/** The project's own manifest, and those of its workspaces, where it has any. */
async function manifests({ files, readText }: Pick<GateContext, "files" | "readText">): Promise<string[]> {
  const own = await parseJson((await readText("package.json")) ?? "{}");
  const pnpm = await parseYaml((await readText("pnpm-workspace.yaml")) ?? "");
  const members = "fault" in own ? undefined : valueAt(own, "workspaces");
  const hasMembers = members !== undefined || textsAt(pnpm, "packages").some((member) => member !== ".");
  if (!hasMembers) return ["package.json"];
  return (await files()).filter((file) => basename(file) === "package.json" && !/^tests?\//.test(file));
}

const replacing: readonly (readonly string[])[] = [
  ["overrides"],
  ["resolutions"],
  ["pnpm", "overrides"],
  ["catalog"],
  ["catalogs"],
];

/** `"overrides": {"a": "npm:b@1"}`: another package in the place of one. */
function replacements(document: DataValue): Pick<Requested, "name" | "line">[] {
  const inside = (value: DataValue): Pick<Requested, "name" | "line">[] => {
    const name = aliasOf(value.text ?? "")?.name;
    const here = name === undefined ? [] : [{ name, line: value.line }];
    return [...here, ...entriesAt(value).flatMap(([, entry]) => inside(entry))];
  };
  return replacing.flatMap((path) => {
    const value = valueAt(document, ...path);
    return value === undefined ? [] : inside(value);
  });
}
