import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { cacheDirectory, root } from "./root.mjs";

/** Runs `work` unless its inputs, this build's own scripts and its outputs are all what they were after the last run. */
export async function ifChanged(name, { inputs, outputs }, work) {
  const stamp = `${cacheDirectory}/${name}.sha256`;
  const sources = [...inputs, "scripts/build.mjs", "scripts/build"];
  const before = await hashOf(sources);
  const present = existsSync(stamp) ? await readFile(stamp, "utf8") : "";
  if (outputs.every((path) => existsSync(root + path)) && present === `${before} ${await hashOf(outputs)}`)
    return;
  await work();
  // An input that was edited meanwhile may be in the output or not: the next run decides.
  if ((await hashOf(sources)) === before) await writeFile(stamp, `${before} ${await hashOf(outputs)}`);
}

async function hashOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths) {
    for (const file of await filesBelow(path))
      hash
        .update(`${file}\0`)
        .update(await readFile(root + file))
        .update("\0");
  }
  return hash.digest("hex");
}

async function filesBelow(path) {
  if (!existsSync(root + path)) return [];
  if (!(await stat(root + path)).isDirectory()) return [path];
  const names = (await readdir(root + path)).sort();
  return (await Promise.all(names.map((name) => filesBelow(`${path}/${name}`)))).flat();
}
