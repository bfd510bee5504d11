// Bundles the documentation page's script and style into the module that the core embeds:
// `node scripts/build/docs-page.mjs` writes it, `--check` compares it. It is committed, so that the core is compiled by
// tsc alone; it is not minified, so that an audit can read what the page runs.
import { readFile, writeFile } from "node:fs/promises";
import { rolldown } from "rolldown";
import { root } from "./root.mjs";

const directory = `${root}templates/packages/core/src/docs`;
const output = `${directory}/page-assets.ts`;
const styles = ["tokens", "frame", "sidebar", "content", "schema", "request"];

const script = async (name) => {
  const build = await rolldown({
    input: `${directory}/page/${name}.ts`,
    platform: "browser",
    tsconfig: false,
  });
  const { output: chunks } = await build.generate({ format: "iife", comments: false });
  await build.close();
  return chunks[0].code.replaceAll(/^\/\/#(?:end)?region.*\n/gm, "");
};

const literal = (text) => `\`${text.replaceAll(/[\\`]|\$\{/g, "\\$&")}\``;
const style = await Promise.all(styles.map((name) => readFile(`${directory}/page/${name}.css`, "utf8")));
const text = `// biome-ignore-all format: generated
// biome-ignore-all lint: generated
// Generated from page/ by scripts/build/docs-page.mjs. Change the sources there.

export const pageStyle: string = ${literal(style.join("\n"))};

export const themeScript: string = ${literal(await script("stored-theme"))};

export const pageScript: string = ${literal(await script("main"))};
`;

if (!process.argv.includes("--check")) {
  await writeFile(output, text);
} else if ((await readFile(output, "utf8")) !== text) {
  process.stderr.write(
    "src/docs/page-assets.ts is not what page/ makes. Run: node scripts/build/docs-page.mjs\n",
  );
  process.exitCode = 1;
}
