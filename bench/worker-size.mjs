/** `node bench/worker-size.mjs`: what the Workers weigh as one minified file, as `wrangler deploy --minify` would send them. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { installPeers, missingCore } from "./lib/dependencies.mjs";
import { table } from "./lib/report.mjs";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const layers = ["app", "example", "auth/bearer", "rate-limit/memory", "runtime/cloudflare"].map((layer) =>
  path(`../templates/${layer}/src`),
);

/** The project's layers, as one folder. */
const stacked = {
  name: "stacked",
  resolveId(id, importer) {
    const layer = importer && layers.find((directory) => importer.startsWith(`${directory}/`));
    if (!layer || !id.startsWith(".")) return null;
    const own = fileURLToPath(new URL(id, `file://${importer}`)).slice(layer.length);
    return layers.map((directory) => directory + own).find((file) => existsSync(file)) ?? null;
  },
};
const core = path("../templates/packages/core/dist");
const alias = {
  "@daloyjs/core/cloudflare": `${core}/cloudflare/index.js`,
  "@daloyjs/core": `${core}/index.js`,
};

const workers = [
  ["Hono, bare", path("bundle/hono-hello.mjs")],
  ["Hono, seven security middlewares", path("bundle/hono-secured.mjs")],
  ["@daloyjs/core, a Worker, bare (its defaults on)", path("bundle/daloy-worker.mjs")],
  ["the bookstore, zod and the docs page included", path("../templates/runtime/cloudflare/src/worker.ts")],
];

installPeers();
const missing = missingCore();
if (missing !== undefined) throw new Error(missing);
const rows = [];
for (const [title, input] of workers) {
  const bundle = await rolldown({
    input,
    platform: "browser",
    external: ["cloudflare:workers"],
    resolve: { alias, conditionNames: ["workerd", "import", "default"] },
    plugins: [stacked],
    tsconfig: false,
  });
  const { output } = await bundle.generate({ format: "esm", minify: true, codeSplitting: false });
  await bundle.close();
  const code = Buffer.from(output[0].code);
  rows.push([title, `${code.length} / ${gzipSync(code, { level: 9 }).length}`]);
}
console.log(table([["bytes, minified / gzip", "whole"], ...rows]));
