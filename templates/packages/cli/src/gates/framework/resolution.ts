import { lstat, readdir, realpath } from "node:fs/promises";
import { dirname, join, posix, relative } from "node:path";
import type { GateContext } from "../../verify/gate.ts";
import { jsonEntries } from "../agent-files/json-entries.ts";

/** A place from which a package leads elsewhere. */
export interface Misled {
  readonly link: string;
  readonly to: string;
}

/**
 * Where a package leads from the folders of a project, when that is not its vendored folder.
 *
 * @returns `"nowhere"` when it is not installed, and no import map has it
 */
export async function resolutionsOf(
  name: string,
  folder: string,
  context: GateContext,
): Promise<readonly Misled[] | "nowhere"> {
  const { directory } = context;
  const root = await realpath(directory);
  const expected = join(root, folder);
  const own = await Promise.all(
    (await foldersOf(context)).map((from) => linkAt(directory, join(from, "node_modules", name))),
  );
  const links = own.flatMap((link) => link ?? []);
  const misled = links
    .filter(({ target }) => target !== expected)
    .map(({ link, target }) => ({ link, to: relative(root, target) || "the project itself" }));
  const atRoot = links.some(({ link }) => link === `node_modules/${name}`);
  if (atRoot || (await mapped(name, context))) return misled;
  // What lies above the project would be found in its place.
  for (let above = dirname(root); ; above = dirname(above)) {
    const found = await linkAt(above, join("node_modules", name));
    if (found) return [...misled, { link: "package.json", to: "a folder above the project" }];
    if (above === dirname(above)) return misled.length > 0 ? misled : "nowhere";
  }
}

async function linkAt(base: string, link: string): Promise<{ link: string; target: string } | undefined> {
  const there = await lstat(join(base, link)).catch(() => undefined);
  if (there === undefined) return undefined;
  const target = await realpath(join(base, link)).catch(() => "what does not exist");
  return { link: link.replaceAll("\\", "/"), target };
}

/** Every folder from which the project imports, built ones too. */
async function foldersOf({ directory, files }: GateContext): Promise<readonly string[]> {
  const folders = new Set(["."]);
  for (const file of await files()) {
    for (let at = posix.dirname(file); !folders.has(at); at = posix.dirname(at)) folders.add(at);
  }
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (entry.isDirectory() && entry.name !== "node_modules") folders.add(entry.name);
  }
  return [...folders];
}

const maps = ["deno.json", "deno.jsonc", "tsconfig.json"];
const entry = /^(?:imports|scopes\..*|compilerOptions\.paths)\.(@daloyjs\/(?:core|cli)(?:\/.*?)?)(?:\.\d+)?$/;
/** What leads a path below vendor/ elsewhere. */
const detour = /^(?:imports|scopes\..*)\.((?:.*\/)?vendor\/daloyjs-.*)$/;

/** Import maps and paths that lead a package elsewhere than to its vendored folder. */
export async function misledSettings(
  { readText }: GateContext,
  packages: Readonly<Record<string, string>>,
): Promise<{ file: string; line: number; name: string; to: string }[]> {
  const read = await Promise.all(
    maps.map(async (file) => {
      const entries = (await jsonEntries((await readText(file)) ?? "{}")) ?? [];
      return entries.flatMap(({ path, value, line }) => {
        if (typeof value !== "string") return [];
        const [, around] = detour.exec(path) ?? [];
        if (around !== undefined) return [{ file, line, name: around, to: value }];
        const [, name] = entry.exec(path) ?? [];
        if (name === undefined) return [];
        const folder = packages[name.split("/").slice(0, 2).join("/")] ?? "";
        if (posix.normalize(value).startsWith(`${folder}/`)) return [];
        return [{ file, line, name, to: value }];
      });
    }),
  );
  return read.flat();
}

/** Deno has an import map, and no node_modules for what is vendored. */
async function mapped(name: string, { readText }: GateContext): Promise<boolean> {
  const read = await Promise.all(["deno.json", "deno.jsonc"].map((file) => readText(file)));
  const entries = await Promise.all(read.map((text) => jsonEntries(text ?? "{}")));
  return entries
    .flat()
    .some((one) => one?.path === `imports.${name}` || one?.path.startsWith(`imports.${name}/`));
}
