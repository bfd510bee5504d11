import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { root } from "./root.mjs";
import { tsc } from "./tsc.mjs";

const emittedLine = /^TSFILE: (.+)\n?/gm;

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
  }
}
