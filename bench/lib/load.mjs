import { execFile, execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { cleanEnvironment } from "./dependencies.mjs";

const run = promisify(execFile);
const connections = 64;
const wrkScript = fileURLToPath(new URL("wrk.lua", import.meta.url));
const autocannon = fileURLToPath(new URL("../node_modules/autocannon/autocannon.js", import.meta.url));

const wrk = {
  name: "wrk",
  command: ({ path, seconds }, origin) => [
    "wrk",
    "--threads=1",
    `--connections=${connections}`,
    `--duration=${seconds}s`,
    `--script=${wrkScript}`,
    origin + path,
  ],
  environment: ({ method, body }) => ({ BENCH_METHOD: method, ...(body && { BENCH_BODY: body }) }),
  report: (stdout) => JSON.parse(stdout.trimEnd().split("\n").at(-1)),
};

const autocannonTool = {
  name: "autocannon",
  command: ({ method, path, body, seconds }, origin) => [
    process.execPath,
    autocannon,
    "--json",
    "--no-progress",
    `--connections=${connections}`,
    `--duration=${seconds}`,
    `--method=${method}`,
    ...(body ? [`--body=${body}`, "--headers=content-type=application/json"] : []),
    origin + path,
  ],
  environment: () => ({}),
  report(stdout) {
    const { "2xx": requests, duration, errors, timeouts, non2xx, latency } = JSON.parse(stdout);
    return {
      requests,
      seconds: duration,
      failures: errors + timeouts + non2xx,
      p50: latency.p50,
      p99: latency.p99,
    };
  },
};

/** wrk where it is installed: it costs its core less, so the server is what is measured. Else autocannon. */
export function pickLoadTool() {
  try {
    execFileSync("wrk", ["--version"], { stdio: "ignore" });
  } catch (error) {
    // wrk answers --version with exit code 1; only a missing program has an `errno` code.
    if (error.code === "ENOENT") return autocannonTool;
  }
  return wrk;
}

/**
 * Loads one operation for `seconds` from one core → `{requests, seconds, failures, p50, p99}` (latencies in ms).
 * Throws when a request fails: a server that answers errors fast must not look fast.
 */
export async function applyLoad(tool, operation, seconds, origin, core) {
  const request = { ...operation, seconds };
  const { stdout } = await run("taskset", ["-c", String(core), ...tool.command(request, origin)], {
    env: cleanEnvironment(tool.environment(request)),
  });
  const report = tool.report(stdout);
  if (report.failures > 0 || report.requests === 0) {
    throw new Error(`${tool.name} counted ${report.failures} failures in ${report.requests} requests.`);
  }
  return report;
}
