/** `node bench/types.mjs [--json] [--only names]`: what routes and a typed client cost the type checker. See README.md. */

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { installPeers } from "./lib/dependencies.mjs";
import { table } from "./lib/report.mjs";
import { measureTypes, perRoute } from "./lib/type-cost.mjs";

const rows = [
  { name: "daloy-records", title: "@daloyjs/core, records", shape: "shared" },
  { name: "daloy-records", title: "@daloyjs/core, records", shape: "inline" },
  { name: "zod", title: "  of which zod's own", shape: "inline" },
  { name: "daloy-chain", title: "@daloyjs/core, one chain", shape: "shared" },
  { name: "hono", title: "Hono, one chain, hc", shape: "shared" },
  { name: "elysia", title: "Elysia, one chain, treaty", shape: "shared" },
];
const counts = [50, 200, 800];

const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, only: { type: "string" } },
});
const only = values.only?.split(",");
installPeers();

const results = rows
  .filter(({ name }) => only === undefined || only.includes(name))
  .map((row) => ({ ...row, measured: counts.map((count) => attempt(row, count)) }));

/** A checker that gives up on an application is a result too. */
function attempt({ name, shape }, count) {
  try {
    return measureTypes(name, shape, count);
  } catch (error) {
    return { count, failed: error.message.split("\n").slice(0, 2).join(" ") };
  }
}

function slope(less, more) {
  return (less.failed ?? more.failed) ? "–" : perRoute(less, more).toFixed(0);
}

if (values.json) {
  const { version } = JSON.parse(
    readFileSync(new URL("../node_modules/typescript/package.json", import.meta.url), "utf8"),
  );
  console.log(JSON.stringify({ typescript: version, results }, null, 2));
} else {
  const head = ["per route", "schemas", "50→200", "200→800", "800: seconds", "MiB"];
  const lines = results.map(({ title, shape, measured }) => {
    const [small, middle, large] = measured;
    return [
      title,
      shape,
      slope(small, middle),
      slope(middle, large),
      String(large.seconds ?? "failed"),
      String(large.memoryMiB ?? "–"),
    ];
  });
  console.log(table([head, ...lines]));
  for (const { title, measured } of results) {
    for (const { count, failed } of measured) if (failed) console.log(`${title}, ${count} routes: ${failed}`);
  }
}
