import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "../../test/support/bundle.ts";
import { writeTemplates } from "../../test/support/templates.ts";

/**
 * Sets up the shipped bundle beside layers that need no registry, as an installed package lies on disk.
 *
 * @returns The command's file
 */
export async function installWithSmallTemplates(root: string): Promise<string> {
  await mkdir(join(root, "dist"), { recursive: true });
  await cp(bundle, join(root, "dist/create-daloy.js"));
  await writeTemplates(join(root, "templates"));
  return join(root, "dist/create-daloy.js");
}
