import { rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { statEntry } from "../change/disk.ts";

/** What package managers make of a project's dependencies, each in a form of its own. */
const installed = [
  "node_modules",
  "vendor/daloyjs-core/node_modules",
  "vendor/daloyjs-cli/node_modules",
  ".yarn/install-state.gz",
];

/**
 * Takes away what one package manager installed, before another one installs: neither looks after the other's links. A
 * symlink is somebody's own arrangement and stays.
 */
export async function removeInstalledPackages(directory: string): Promise<void> {
  for (const path of installed) {
    const stats = await statEntry(join(directory, path));
    if (stats && !stats.isSymbolicLink()) await rm(join(directory, path), { recursive: true, force: true });
  }
  // What else lies in there is the user's: releases, plugins, patches.
  await rmdir(join(directory, ".yarn")).catch(() => undefined);
}
