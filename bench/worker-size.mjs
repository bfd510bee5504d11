/** `node bench/worker-size.mjs [--parts]`: what the Workers weigh as one minified file, bundled as `wrangler deploy` does. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { installPeers, missingCore } from "./lib/dependencies.mjs";
import { table } from "./lib/report.mjs";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const layers = ["app", "example", "auth/bearer", "rate-limit/memory", "runtime/cloudflare"].map((layer) =>
  path(`../templates/${layer}/src`),
);

/** The project's layers, as one folder. */
const stacked = {
  name: "stacked",
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ path: id, importer }) => {
      const layer = layers.find((directory) => importer.startsWith(`${directory}/`));
      if (!layer) return undefined;
      const own = fileURLToPath(new URL(id, `file://${importer}`)).slice(layer.length);
      const file = layers.map((directory) => directory + own).find((candidate) => existsSync(candidate));
      return file === undefined ? undefined : { path: file };
    });
  },
};
const core = path("../templates/packages/core/dist");
const alias = {
  "@daloyjs/core/cloudflare": `${core}/cloudflare/index.js`,
  "@daloyjs/core": `${core}/index.js`,
  // one for all of them
  zod: path("../node_modules/zod/index.js"),
};
const bare = { DALOY_DOCS: "false" };
const bookstore = path("../templates/runtime/cloudflare/src/worker.ts");

const workers = [
  ["Hono, bare", path("bundle/hono-hello.mjs")],
  ["Hono, seven security middlewares", path("bundle/hono-secured.mjs")],
  ["@daloyjs/core, bare (its defaults on)", path("bundle/daloy-worker.mjs"), bare],
  ["the same with OpenAPI and the documentation page", path("bundle/daloy-worker.mjs")],
  ["bookstore, Hono", path("bundle/hono-bookstore.mjs")],
  ["bookstore, @daloyjs/core", bookstore, bare],
  ["bookstore with OpenAPI, Hono; its page is on a CDN", path("bundle/hono-bookstore-openapi.mjs")],
  ["bookstore with OpenAPI and its page, @daloyjs/core", bookstore],
];

installPeers();
const missing = missingCore();
if (missing !== undefined) throw new Error(missing);
const { build } = await import("esbuild");
const rows = [];
for (const [title, input, define = {}] of workers) {
  const { outputFiles, metafile } = await build({
    entryPoints: [input],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:workers"],
    define,
    alias,
    plugins: [stacked],
    metafile: true,
    write: false,
  });
  const [{ contents }] = outputFiles;
  rows.push([title, `${contents.length} / ${gzipSync(contents, { level: 9 }).length}`]);
  if (process.argv.includes("--parts")) console.log(`${title}\n${table(parts(metafile))}\n`);
}
console.log(table([["bytes, minified / gzip", "whole"], ...rows]));

/** The packages that weigh most, and ours by its folders. */
function parts({ outputs }) {
  const bytes = new Map();
  for (const [file, { bytesInOutput }] of Object.entries(Object.values(outputs)[0].inputs)) {
    const [part] = /node_modules\/(?:@[^/]+\/)?[^/]+|core\/dist\/[^/]+/.exec(file) ?? ["the app"];
    bytes.set(part, (bytes.get(part) ?? 0) + bytesInOutput);
  }
  return [...bytes].sort(([, a], [, b]) => b - a).map(([part, size]) => [part, String(size)]);
}
