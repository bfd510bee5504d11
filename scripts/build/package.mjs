import { existsSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { root } from "./root.mjs";
import { tsc } from "./tsc.mjs";

const emittedLine = /^TSFILE: (.+)\n?/gm;

const declarationsOf = (file) => file.replace(/\.js$/, ".d.ts");

/** Deno reads a module's types where this line at its top says. */
const withSelfTypes = (file) => (text) => `// @ts-self-types="./${basename(declarationsOf(file))}"\n${text}`;

/** The compiler leaves the names of sources in declarations, and Deno looks for exactly what is named. */
const withEmittedNames = (text) => text.replaceAll(/((?:from |import\()"\.{1,2}\/[^"]+)\.ts"/g, '$1.js"');

const rewrite = async (file, change) => writeFile(file, change(await readFile(file, "utf8")));

/** Compiles a vendored package to its `dist/`, and removes there what no source makes any more. */
export async function compilePackage(directory) {
  const { ok, output } = await tsc(["-p", `${directory}/tsconfig.json`, "--listEmittedFiles"]);
  if (!ok) throw new Error(`${directory} does not compile.\n${output.replaceAll(emittedLine, "").trim()}`);
  const emitted = new Set([...output.matchAll(emittedLine)].map(([, file]) => resolve(root, file.trim())));
  const dist = `${root}${directory}/dist`;
  if (!existsSync(dist)) throw new Error(`${directory} has no source to compile.`);
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const file = resolve(entry.parentPath, entry.name);
    if (entry.isFile() && !emitted.has(file)) await rm(file);
    else if (file.endsWith(".d.ts")) await rewrite(file, withEmittedNames);
    else if (emitted.has(declarationsOf(file))) await rewrite(file, withSelfTypes(file));
  }
}
