import { readFileSync, writeFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

export const nextVersion = "1.999.0";

/**
 * Makes the package as a later release would be: another framework, another app, and whatever else a test wants.
 *
 * @returns The command's file
 */
export async function makeNextRelease(
  folder: string,
  changes: Readonly<Record<string, (text: string) => string>> = {},
): Promise<string> {
  for (const part of ["dist", "templates"])
    await cp(join(root, part), join(folder, part), {
      recursive: true,
      filter: (path) => !path.includes("node_modules"),
    });
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const setVersion = (text: string) => text.replaceAll(`"${version}"`, `"${nextVersion}"`);
  const edits: Readonly<Record<string, (text: string) => string>> = {
    "dist/create-daloy.js": setVersion,
    "templates/packages/core/package.json": setVersion,
    "templates/packages/cli/package.json": setVersion,
    "templates/packages/core/dist/index.js": (text) => `${text}\nexport const release = "${nextVersion}";\n`,
    "templates/app/src/app.ts": (text) => `${text}\n// The next release's.\n`,
    ...changes,
  };
  for (const [path, edit] of Object.entries(edits)) {
    const at = join(folder, path);
    const before = readFileSync(at, "utf8");
    const after = edit(before);
    if (after === before) throw new Error(`${path} is not what this edit was made for.`);
    writeFileSync(at, after);
  }
  return join(folder, "dist/create-daloy.js");
}
