import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { cacheDirectory, root } from "./root.mjs";

/** Runs `work` unless its inputs and this build's own scripts are what they were, and its outputs are there. */
export async function ifChanged(name, { inputs, outputs }, work) {
  const stamp = `${cacheDirectory}/${name}.sha256`;
  const hash = await hashOf([...inputs, "scripts/build.mjs", "scripts/build"]);
  const before = existsSync(stamp) ? await readFile(stamp, "utf8") : "";
  if (before === hash && outputs.every((path) => existsSync(root + path))) return;
  await work();
  await writeFile(stamp, hash);
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
