import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory, cleanEnvironment } from "./environment.ts";

/**
 * Packages that only these tests need, of exact versions, from the registry once and without their scripts.
 *
 * @returns The folder to resolve them from, with a slash at its end
 */
export function fetchPackages(
  name: string,
  dependencies: Readonly<Record<string, string>>,
  overrides: Readonly<Record<string, string>> = {},
): string {
  const folder = join(cacheDirectory, name, "/");
  const manifest = JSON.stringify({ private: true, dependencies, overrides });
  const installed = join(folder, "node_modules/.installed");
  if (read(installed) === manifest) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), manifest);
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund"];
  const { status, stderr } = spawnSync("npm", args, {
    cwd: folder,
    env: cleanEnvironment(),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${manifest} were not to be had.\n${stderr}`);
  writeFileSync(installed, manifest);
  return folder;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
