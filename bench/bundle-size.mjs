/** `node bench/bundle-size.mjs [--json]`: what a hello app weighs, minified and gzipped. See README.md. */

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { installPeers, missingCore } from "./lib/dependencies.mjs";
import { table } from "./lib/report.mjs";

const apps = [
  { name: "hono-hello", title: "Hono, bare" },
  { name: "hono-secured", title: "Hono, seven security middlewares" },
  { name: "daloy-hello", title: "@daloyjs/core, bare (its defaults on)", needsCore: true },
  { name: "daloy-secured", title: "@daloyjs/core, cors, csrf and bearer auth added", needsCore: true },
];

async function sizeOf(name) {
  const input = fileURLToPath(new URL(`bundle/${name}.mjs`, import.meta.url));
  const bundle = await rolldown({ input, platform: "browser" });
  const { output } = await bundle.generate({ format: "esm", minify: true, codeSplitting: false });
  await bundle.close();
  const code = Buffer.from(output[0].code);
  return { minified: code.length, gzip: gzipSync(code, { level: 9 }).length };
}

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
installPeers();
const missing = missingCore();
if (missing !== undefined) console.error(`daloy is skipped: ${missing}`);

const sizes = {};
for (const { name, needsCore } of apps) {
  if (missing !== undefined && needsCore) continue;
  try {
    sizes[name] = await sizeOf(name);
  } catch (error) {
    console.error(`${name} does not build: ${error.message}`);
    process.exitCode = 1;
  }
}

if (values.json) {
  console.log(JSON.stringify({ bytes: sizes }, null, 2));
} else {
  const rows = apps
    .filter(({ name }) => name in sizes)
    .map(({ name, title }) => [title, String(sizes[name].minified), String(sizes[name].gzip)]);
  console.log(table([["bytes", "minified", "gzip"], ...rows]));
}
