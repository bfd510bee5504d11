import { existsSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { rolldown } from "rolldown";
import { librariesOf, licencesOf } from "./licences.mjs";
import { root } from "./root.mjs";

/**
 * Replaces each compiled module of a package's `third-party/` by one file that holds the library too, so that the package
 * needs no dependency. Their licences lie beside them. Not minified: an audit can read it.
 *
 * @returns the libraries that are in it
 */
export async function bundleThirdParty(directory) {
  const place = `${root}${directory}/dist/third-party`;
  if (!existsSync(place)) return [];
  const modules = new Set();
  for (const name of (await readdir(place)).filter((file) => file.endsWith(".js"))) {
    const build = await rolldown({
      input: `${place}/${name}`,
      platform: "node",
      // jsonc-parser's `main` is a UMD module, which hides its imports from a bundler.
      resolve: { mainFields: ["module", "main"] },
      tsconfig: false,
    });
    const { output } = await build.generate({ format: "esm", codeSplitting: false });
    await build.close();
    const [chunk, ...others] = output;
    if (others.length > 0) throw new Error(`One file was expected of ${name}, not ${output.length}.`);
    for (const id of chunk.moduleIds) modules.add(id);
    await writeFile(`${place}/${name}`, chunk.code);
  }
  await writeFile(`${place}/LICENSES.txt`, await licencesOf([...modules]));
  return librariesOf([...modules]);
}
