/** `node bench/bundle-size.mjs [--json]`: what a hello app weighs, minified and gzipped. See README.md. */

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { installPeers, missingCore } from "./lib/dependencies.mjs";
import { table } from "./lib/report.mjs";
import { weigh } from "./lib/weigh.mjs";

const apps = [
  { name: "hono-hello", title: "Hono, bare" },
  { name: "hono-secured", title: "Hono, seven security middlewares" },
  { name: "daloy-hello", title: "@daloyjs/core, bare (its defaults on)", needsCore: true },
  { name: "daloy-secured", title: "@daloyjs/core, cors, csrf and bearer auth added", needsCore: true },
];

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
installPeers();
const missing = missingCore();
if (missing !== undefined) console.error(`daloy is skipped: ${missing}`);

const sizes = {};
for (const { name, needsCore } of apps) {
  if (missing !== undefined && needsCore) continue;
  try {
    sizes[name] = await weigh(fileURLToPath(new URL(`bundle/${name}.mjs`, import.meta.url)));
  } catch (error) {
    console.error(`${name} does not build: ${error.message}`);
    process.exitCode = 1;
  }
}

if (values.json) {
  console.log(JSON.stringify({ bytes: sizes }, null, 2));
} else {
  const parts = ["entry", "withSchemas", "whole"];
  const cells = (size) => parts.map((part) => `${size[part].minified} / ${size[part].gzip}`);
  const rows = apps
    .filter(({ name }) => name in sizes)
    .map(({ name, title }) => [title, ...cells(sizes[name])]);
  console.log(table([["bytes, minified / gzip", "entry", "with schemas", "whole"], ...rows]));
}
