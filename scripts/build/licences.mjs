import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";

/** The licence texts of every package that modules of the bundle come from, in order of name. */
export async function licencesOf(moduleIds) {
  const texts = await Promise.all(packageDirectories(moduleIds).map(describe));
  return `The bundle contains code of these packages.\n\n${texts.sort().join("\n\n")}\n`;
}

/** The manifests of these packages, in order of name. */
export async function librariesOf(moduleIds) {
  const manifests = await Promise.all(packageDirectories(moduleIds).map(readManifest));
  return manifests.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function packageDirectories(moduleIds) {
  return [...new Set(moduleIds.map(packageDirectory).filter((directory) => directory !== undefined))];
}

async function readManifest(directory) {
  return JSON.parse(await readFile(`${directory}/package.json`, "utf8"));
}

function packageDirectory(id) {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0];
}

async function describe(directory) {
  const { name, version, license } = await readManifest(directory);
  const file = (await readdir(directory)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  if (license === undefined && file === undefined)
    throw new Error(`${name} has no licence; it cannot be bundled.`);
  const text =
    file !== undefined && existsSync(`${directory}/${file}`)
      ? await readFile(`${directory}/${file}`, "utf8")
      : "";
  return `## ${name} ${version} (${license})\n\n${text.trim()}`;
}
