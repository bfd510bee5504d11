/** `npm run bench`: server CPU time per request, ours and peers in one run. See README.md. */
import { baseline, contenders, versionOf } from "./contenders/index.mjs";
import { operations } from "./contract.mjs";
import { checkConformance } from "./lib/conformance.mjs";
import { pickCores } from "./lib/cores.mjs";
import { cpuSeconds } from "./lib/cpu-time.mjs";
import { installPeers, missingCore } from "./lib/dependencies.mjs";
import { applyLoad, pickLoadTool } from "./lib/load.mjs";
import { parseOptions, UsageError, usage } from "./lib/options.mjs";
import { machine, summarise, table } from "./lib/report.mjs";
import { startServer } from "./lib/server-process.mjs";

const warmUpSeconds = 2;

function select(only) {
  const wanted = contenders.filter(
    ({ name }) => only === undefined || name === baseline || only.includes(name),
  );
  const missing = missingCore();
  if (missing === undefined || !wanted.some(({ name }) => name === "daloy")) return wanted;
  if (only !== undefined) throw new Error(`daloy cannot run: ${missing}`);
  console.error(`daloy is skipped: ${missing}`);
  return wanted.filter(({ name }) => name !== "daloy");
}

/** Starts and checks every contender; one that fails ends the run, for a comparison with gaps misleads. */
async function startAll(selected, core, running) {
  for (const contender of selected) {
    const server = await startServer(contender, core);
    running.push({ contender, server });
    try {
      await checkConformance(server.origin);
    } catch (error) {
      throw new Error(`${contender.name} does not answer as the others do: ${error.message}`, {
        cause: error,
      });
    }
  }
}

/** Loads one operation and charges its requests with the CPU time that the server used meanwhile. */
async function measure(tool, server, operation, seconds, core) {
  const before = cpuSeconds(server.pid);
  const { requests, seconds: elapsed, p99 } = await applyLoad(tool, operation, seconds, server.origin, core);
  const used = cpuSeconds(server.pid) - before;
  return { cpuMicros: (used / requests) * 1e6, requestsPerSecond: requests / elapsed, p99 };
}

/** Calls `measured(contender name, operation name, sample)` once for each contender, operation by operation. */
async function loadEach(running, seconds, tool, core, measured) {
  for (const [name, operation] of Object.entries(operations)) {
    for (const { contender, server } of running) {
      measured(contender.name, name, await measure(tool, server, operation, seconds, core));
    }
  }
}

/**
 * A B C D, A B C D, …: what disturbs the machine for a while disturbs all contenders alike. Every round starts new
 * processes, for two processes of the same code can differ by a fifth throughout their lives.
 */
async function runRounds(selected, { rounds, seconds }, tool, cores) {
  const samples = Object.fromEntries(selected.map(({ name }) => [name, { GET: [], POST: [] }]));
  for (let round = 1; round <= rounds; round++) {
    console.error(`round ${round} of ${rounds}`);
    const running = [];
    try {
      await startAll(selected, cores.server, running);
      await loadEach(running, warmUpSeconds, tool, cores.load, () => {});
      await loadEach(running, seconds, tool, cores.load, (contender, operation, sample) =>
        samples[contender][operation].push(sample),
      );
    } finally {
      await Promise.all(running.map(({ server }) => server.stop()));
    }
  }
  return samples;
}

function print(selected, figures) {
  const head = ["", "GET ratio", "(quartiles)", "µs", "req/s", "POST ratio", "(quartiles)", "µs", "req/s"];
  const cells = ({ ratio, cpuMicros, requestsPerSecond }) => [
    ratio.median.toFixed(2),
    `(${ratio.low.toFixed(2)}–${ratio.high.toFixed(2)})`,
    cpuMicros.toFixed(1),
    requestsPerSecond.toFixed(0),
  ];
  const rows = selected.map((contender) => [
    `${contender.title} ${versionOf(contender)}`,
    ...cells(figures[contender.name].GET),
    ...cells(figures[contender.name].POST),
  ]);
  console.log(table([head, ...rows]));
  console.log("\nratio: CPU time per request of node:http, divided by the contender's. Higher is better.");
}

async function main() {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) return console.log(usage);
  installPeers();
  const selected = select(options.only);
  const cores = pickCores();
  const tool = pickLoadTool();
  if (tool.name !== "wrk") {
    console.error("wrk is not installed (Debian: apt-get install wrk); the load comes from autocannon.");
  }
  const figures = summarise(await runRounds(selected, options, tool, cores));
  if (!options.json) return print(selected, figures);
  const { rounds, seconds } = options;
  const versions = Object.fromEntries(selected.map((contender) => [contender.name, versionOf(contender)]));
  const conditions = { ...machine(), load: tool.name, rounds, seconds, warmUpSeconds };
  console.log(JSON.stringify({ conditions, versions, figures }, null, 2));
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  if (error instanceof UsageError) console.error(`\n${usage}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
