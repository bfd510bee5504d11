import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { CreateError } from "../errors.ts";
import { listFiles } from "./list-files.ts";
import { loadVendoredPackage } from "./load-package.ts";
import { templateError } from "./template-error.ts";

/** The files of one layer: path in the project → bytes. */
export type Layer = ReadonlyMap<string, Uint8Array>;

/** Everything that a render needs, in memory. */
export interface LayerStore {
  /** create-daloy's version. The three programs share one, so it is read from the vendored packages. */
  readonly version: string;
  /** Layer name, such as `app` or `runtime/node` → its files. */
  readonly layers: ReadonlyMap<string, Layer>;
  /** What goes under `vendor/`, byte for byte. */
  readonly vendor: Layer;
}

const singleLayers = ["app", "example", "starter"];
const layerFamilies = ["auth", "rate-limit", "runtime", "package-manager", "docker", "ci"];

/**
 * Reads the template layers and the vendored packages: the only part of a render that touches the disk.
 *
 * @param templatesDir The `templates/` folder that ships with create-daloy.
 * @throws {CreateError} `not-built` when a package lacks what its `files` promises, `dist/` above all;
 *   `template-invalid` for a symlink or a dotfile; `templates-unreadable`
 */
export async function loadLayers(templatesDir: string): Promise<LayerStore> {
  try {
    const layers = new Map<string, Layer>();
    for (const name of await layerNames(templatesDir)) layers.set(name, await loadLayer(templatesDir, name));
    return { layers, ...(await loadVendor(templatesDir)) };
  } catch (error) {
    if (error instanceof CreateError) throw error;
    throw new CreateError(
      "templates-unreadable",
      `create-daloy cannot read its own templates: ${String(error)}.`,
      {
        fix: "Install create-daloy again.",
        cause: error,
      },
    );
  }
}

async function layerNames(templatesDir: string): Promise<string[]> {
  const names = [...singleLayers];
  for (const family of layerFamilies) {
    if (!(await isDirectory(join(templatesDir, family)))) continue;
    names.push(...(await readdir(join(templatesDir, family))).map((name) => `${family}/${name}`));
  }
  const found: string[] = [];
  for (const name of names) if (await isDirectory(join(templatesDir, name))) found.push(name);
  return found;
}

async function loadVendor(templatesDir: string): Promise<{ version: string; vendor: Layer }> {
  const core = await loadVendoredPackage(join(templatesDir, "packages", "core"));
  const cli = await loadVendoredPackage(join(templatesDir, "packages", "cli"));
  if (core.version !== cli.version) {
    throw templateError(`The vendored packages differ in version: core ${core.version}, cli ${cli.version}.`);
  }
  const vendor = new Map<string, Uint8Array>();
  for (const [path, content] of core.files) vendor.set(`vendor/daloyjs-core/${path}`, content);
  for (const [path, content] of cli.files) vendor.set(`vendor/daloyjs-cli/${path}`, content);
  return { version: core.version, vendor };
}

async function loadLayer(templatesDir: string, name: string): Promise<Layer> {
  const files = new Map<string, Uint8Array>();
  for (const path of await listFiles(join(templatesDir, name))) {
    // npm pack drops some dotfiles without a word, so that one which works in the checkout is missing once published.
    if (path.split("/").some((segment) => segment.startsWith("."))) {
      throw templateError(
        `The layer "${name}" holds "${path}": dotfiles are stored with a leading "_".`,
        `Rename it: a segment that starts with "_" becomes "." in the project.`,
      );
    }
    files.set(projectPath(path), await readFile(join(templatesDir, name, path)));
  }
  return files;
}

/** `_github/workflows/verify.yml` → `.github/workflows/verify.yml`. */
function projectPath(stored: string): string {
  return stored
    .split("/")
    .map((segment) => segment.replace(/^_/, "."))
    .join("/");
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
