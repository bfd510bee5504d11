import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const directory = fileURLToPath(new URL("../../.cache/e2e/conformance/", import.meta.url));
const core = fileURLToPath(new URL("../../templates/packages/core", import.meta.url));

/**
 * An entry point of the suite and the app as one module that every runtime reads, Node 20 too. It imports `@daloyjs/core`
 * as a project does: from `node_modules`, where the built package is linked.
 *
 * @param entry a module in `entries/`, without its extension
 * @returns the module's path
 */
export async function buildEntry(entry: string): Promise<string> {
  const modules = join(directory, "node_modules/@daloyjs");
  mkdirSync(modules, { recursive: true });
  writeFileSync(join(directory, "package.json"), '{ "type": "module", "private": true }\n');
  if (!existsSync(join(modules, "core"))) symlinkSync(core, join(modules, "core"));
  const build = await rolldown({
    input: fileURLToPath(new URL(`entries/${entry}.ts`, import.meta.url)),
    external: (id) => !id.startsWith(".") && !id.startsWith("/"),
    platform: "neutral",
    tsconfig: false,
  });
  const file = join(directory, `${entry}.js`);
  await build.write({ file, format: "esm" });
  await build.close();
  return file;
}
