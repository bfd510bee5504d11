import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { CreateError } from "../errors.ts";
import { listFiles } from "./list-files.ts";
import { templateError } from "./template-error.ts";

export interface VendoredPackage {
  readonly version: string;
  /** Path inside the package → bytes. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const notVendored = /(^|\/)(tsconfig(\.[^/]+)?\.json|[^/]+\.tsbuildinfo|[^/]+\.test\.ts)$/;

/** Reads what a package publishes: its package.json and what `files` there lists, without tests and tsconfigs. */
export async function loadVendoredPackage(directory: string): Promise<VendoredPackage> {
  const manifest = await readFile(join(directory, "package.json"));
  const { version, files: listed } = parseManifest(manifest.toString("utf8"), directory);
  const files = new Map<string, Uint8Array>([["package.json", manifest]]);
  for (const entry of listed) {
    for (const path of await expand(directory, entry)) {
      if (!notVendored.test(path)) files.set(path, await readFile(join(directory, path)));
    }
  }
  return { version, files };
}

function parseManifest(text: string, directory: string): { version: string; files: string[] } {
  const manifest: unknown = JSON.parse(text);
  if (
    typeof manifest !== "object" ||
    manifest === null ||
    !("version" in manifest && typeof manifest.version === "string") ||
    !("files" in manifest && Array.isArray(manifest.files))
  ) {
    throw templateError(`${directory}/package.json needs a "version" and a list of "files".`);
  }
  const files = manifest.files.filter((entry) => typeof entry === "string" && /^[\w-][\w./-]*$/.test(entry));
  if (files.length !== manifest.files.length) {
    throw templateError(
      `"files" in ${directory}/package.json must be plain names: no patterns, no exclusions.`,
    );
  }
  return { version: manifest.version, files };
}

async function expand(directory: string, entry: string): Promise<string[]> {
  try {
    const found = await stat(join(directory, entry));
    const paths = found.isDirectory() ? await listFiles(directory, entry) : [entry];
    if (paths.length > 0) return paths;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  throw new CreateError("not-built", `${directory} lacks "${entry}", which its package.json publishes.`, {
    fix: "Run `npm run build` in the create-daloy checkout. What the build does not make is to be written, or taken out of `files`.",
  });
}
