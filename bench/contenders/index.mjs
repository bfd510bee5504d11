import { readFileSync } from "node:fs";

/** In the order in which each round runs them. `raw` is what the others are compared with. */
export const contenders = [
  { name: "raw", title: "node:http" },
  { name: "hono", title: "Hono", package: "hono" },
  { name: "fastify", title: "Fastify", package: "fastify" },
  { name: "h3", title: "h3", package: "h3" },
  { name: "daloy", title: "@daloyjs/core" },
];

export const baseline = "raw";

const core = new URL("../../templates/packages/core/", import.meta.url);

/** The framework's compiled entries: what is needed before `daloy` can run. */
export const coreEntries = [new URL("dist/index.js", core), new URL("dist/node/index.js", core)];

/** The version under test, read from the package itself. */
export function versionOf(contender) {
  if (contender.name === baseline) return process.version;
  const manifest = contender.package
    ? new URL(`../node_modules/${contender.package}/package.json`, import.meta.url)
    : new URL("package.json", core);
  return JSON.parse(readFileSync(manifest, "utf8")).version;
}
