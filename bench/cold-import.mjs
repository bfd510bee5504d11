/** `node bench/cold-import.mjs [--rounds n] [--json]`: what importing a framework adds to a start of Node. See README.md. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { contenders, coreEntries } from "./contenders/index.mjs";
import { cleanEnvironment, installPeers, missingCore } from "./lib/dependencies.mjs";
import { machine, table } from "./lib/report.mjs";
import { median } from "./lib/statistics.mjs";

/** What an application of each framework imports to serve on Node. Validators are left out for all. */
const entries = {
  raw: ["node:http"],
  hono: ["hono", "@hono/node-server"],
  fastify: ["fastify"],
  h3: ["h3"],
  daloy: coreEntries.map(String),
};

const child = fileURLToPath(new URL("lib/import-child.mjs", import.meta.url));
const env = cleanEnvironment({ NODE_ENV: "production" });

function startOnce(specifiers) {
  const start = performance.now();
  const stdout = execFileSync(process.execPath, [child, ...specifiers], { env, encoding: "utf8" });
  return { process: performance.now() - start, import: Number(stdout) };
}

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "21" }, json: { type: "boolean", default: false } },
});
const rounds = Number(values.rounds);
if (!Number.isSafeInteger(rounds) || rounds < 1) {
  console.error(`--rounds takes a whole number from 1 up, not "${values.rounds}".`);
  process.exit(2);
}

installPeers();
const missing = missingCore();
if (missing !== undefined) console.error(`daloy is skipped: ${missing}`);
const subjects = [
  { name: "bare", title: "node, nothing imported", specifiers: [] },
  ...contenders
    .filter(({ name }) => missing === undefined || name !== "daloy")
    .map(({ name, title }) => ({ name, title, specifiers: entries[name] })),
];

// Round 0 fills the disk cache and is not counted.
const samples = Object.fromEntries(subjects.map(({ name }) => [name, []]));
for (let round = 0; round <= rounds; round++) {
  for (const { name, specifiers } of subjects) {
    const sample = startOnce(specifiers);
    if (round > 0) samples[name].push(sample);
  }
}

const figures = Object.fromEntries(
  subjects.map(({ name }) => {
    const ratios = samples[name].map((sample, round) => sample.process / samples.bare[round].process);
    return [
      name,
      {
        importMs: median(samples[name].map((sample) => sample.import)),
        processMs: median(samples[name].map((sample) => sample.process)),
        ratioToBare: median(ratios),
      },
    ];
  }),
);

if (values.json) {
  console.log(JSON.stringify({ conditions: { ...machine(), rounds }, figures }, null, 2));
} else {
  const rows = subjects.map(({ name, title }) => {
    const { importMs, processMs, ratioToBare } = figures[name];
    return [title, importMs.toFixed(1), processMs.toFixed(1), ratioToBare.toFixed(2)];
  });
  console.log(table([["median", "import ms", "process ms", "ratio to bare node"], ...rows]));
}
