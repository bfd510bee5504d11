import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { rolldown } from "rolldown";
import { licencesOf } from "./licences.mjs";
import { root } from "./root.mjs";

/**
 * Bundles the command line to one file. Dynamic imports become parts of it that run when they are first asked for,
 * so that `--version` pays for neither clack nor execa. Not minified: a stack trace and an audit can read it.
 */
export async function bundle() {
  const build = await rolldown({
    input: `${root}src/bin.ts`,
    platform: "node",
    // jsonc-parser's `main` is a UMD module, which hides its imports from a bundler.
    resolve: { mainFields: ["module", "main"] },
    tsconfig: false,
    onLog(level, log, handle) {
      if (level === "warn") throw new Error(log.message);
      handle(level, log);
    },
  });
  const { output } = await build.generate({
    format: "esm",
    codeSplitting: false,
    banner: "#!/usr/bin/env node",
  });
  await build.close();
  const [chunk, ...others] = output;
  if (others.length > 0) throw new Error(`One file was expected, not ${output.length}.`);
  await mkdir(`${root}dist`, { recursive: true });
  await rm(`${root}dist/create-daloy.js`, { force: true });
  await writeFile(`${root}dist/create-daloy.js`, chunk.code);
  await chmod(`${root}dist/create-daloy.js`, 0o755);
  await writeFile(`${root}dist/THIRD-PARTY-LICENSES.txt`, await licencesOf(chunk.moduleIds));
}
