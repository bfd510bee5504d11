// Writes what the project's tool knows of the world into templates/packages/cli/data/, from development dependencies.
// Run it after one of them was updated, and commit what it changes. With --check it only says what is not current.
import { readFile, writeFile } from "node:fs/promises";
import { root } from "./build/root.mjs";
import { popularPackages } from "./data/popular-packages.mjs";
import { runtimes } from "./data/runtimes.mjs";

const files = { "popular-packages.txt": popularPackages(), "runtimes.json": runtimes() };

for (const [name, text] of Object.entries(files)) {
  const path = `${root}templates/packages/cli/data/${name}`;
  if (!process.argv.includes("--check")) await writeFile(path, text);
  else if ((await readFile(path, "utf8")) !== text) {
    process.stderr.write(`${name} is not current: run \`node scripts/data.mjs\`.\n`);
    process.exitCode = 1;
  }
}
