import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { simultaneously } from "../simultaneously.ts";

/** A package as it lies in `node_modules`. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** Relative to the project, with `/`. */
  readonly folder: string;
  readonly manifest: Readonly<Record<string, unknown>>;
  /** Its own files and folders, by their names. */
  readonly entries: readonly string[];
}

/** Where pnpm, Deno and Bun keep what they link from elsewhere. */
const stores = new Set([".pnpm", ".deno", ".bun"]);
/** A process may not open thousands of files at once. */
const mostFiles = 64;

/** Every package below `node_modules`, whichever manager laid it out; what is linked is not followed. */
export async function installedPackages(directory: string): Promise<readonly InstalledPackage[]> {
  const limited = simultaneously(mostFiles);
  const foldersIn = async (path: string): Promise<{ folders: string[]; names: string[] }> => {
    const entries = await limited(() =>
      readdir(join(directory, path), { withFileTypes: true }).catch(() => []),
    );
    return {
      folders: entries.flatMap((entry) => (entry.isDirectory() ? entry.name : [])),
      names: entries.map(({ name }) => name),
    };
  };
  const below = async (path: string): Promise<InstalledPackage[]> => {
    const { folders } = await foldersIn(path);
    const found = await Promise.all(
      folders.map((name) => {
        const folder = `${path}/${name}`;
        if (stores.has(name)) return inStore(folder);
        if (name.startsWith("@")) return inScope(folder);
        return name.startsWith(".") ? [] : packageAt(folder);
      }),
    );
    return found.flat();
  };
  const inStore = async (path: string): Promise<InstalledPackage[]> => {
    const { folders } = await foldersIn(path);
    return (await Promise.all(folders.map((name) => below(`${path}/${name}/node_modules`)))).flat();
  };
  const inScope = async (path: string): Promise<InstalledPackage[]> => {
    const { folders } = await foldersIn(path);
    return (await Promise.all(folders.map((name) => packageAt(`${path}/${name}`)))).flat();
  };
  const packageAt = async (folder: string): Promise<InstalledPackage[]> => {
    const { folders, names } = await foldersIn(folder);
    const manifest = await limited(() => readManifestAt(join(directory, folder, "package.json")));
    const nested = folders.includes("node_modules") ? await below(`${folder}/node_modules`) : [];
    const { name, version } = manifest ?? {};
    if (manifest === undefined || typeof name !== "string" || typeof version !== "string") return nested;
    return [{ name, version, folder, manifest, entries: names }, ...nested];
  };
  return below("node_modules");
}

async function readManifestAt(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const manifest: unknown = JSON.parse((await readFile(path, "utf8")).replace(/^\ufeff/, ""));
    return typeof manifest === "object" && manifest !== null ? { ...manifest } : undefined;
  } catch {
    return undefined;
  }
}
