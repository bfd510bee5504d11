import type { Dirent } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { licenseIn } from "./allowed.ts";

/** By `name@version`; `undefined` for a package that is installed and says nothing. */
export type InstalledLicenses = ReadonlyMap<string, string | undefined>;

/** What the installed packages say of their licenses, in the layouts of all package managers. */
export async function installedLicenses(directory: string): Promise<InstalledLicenses> {
  const found = new Map<string, string | undefined>();
  await readModules(join(directory, "node_modules"), found);
  return found;
}

/** Stores of pnpm, Bun and Deno: `.pnpm/zod@4.6.7/node_modules/zod`. */
const stores = new Set([".pnpm", ".bun", ".deno"]);

async function readModules(place: string, found: Map<string, string | undefined>): Promise<void> {
  await Promise.all(
    (await foldersOf(place)).map(async ({ name }) => {
      const path = join(place, name);
      if (name.startsWith("@")) await readModules(path, found);
      else if (stores.has(name))
        for (const entry of await foldersOf(path))
          await readModules(join(path, entry.name, "node_modules"), found);
      else if (!name.startsWith(".")) {
        await readPackage(path, found);
        await readModules(join(path, "node_modules"), found);
      }
    }),
  );
}

/** Links lead to what is read elsewhere. */
const foldersOf = async (place: string): Promise<Dirent[]> =>
  (await readdir(place, { withFileTypes: true }).catch(() => [])).filter((entry) => entry.isDirectory());

async function readPackage(path: string, found: Map<string, string | undefined>): Promise<void> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(path, "package.json"), "utf8"));
    if (!isObject(manifest)) return;
    found.set(`${manifest["name"]}@${manifest["version"]}`, licenseIn(manifest));
  } catch {
    // no package
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
