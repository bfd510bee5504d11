import { availableParallelism, cpus, totalmem } from "node:os";
import { baseline } from "../contenders/index.mjs";
import { median, ratioToFloor } from "./statistics.mjs";

/** What the figures depend on besides the code. */
export const machine = () => ({
  node: process.version,
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
});

/**
 * @param samples `{contender: {operation: [{cpuMicros, requestsPerSecond, p99}, …one per round]}}`, `raw` included
 * @returns `{contender: {operation: {cpuMicros, requestsPerSecond, p99, ratio: {median, low, high}}}}`
 */
export function summarise(samples) {
  const costs = (name, operation) => samples[name][operation].map(({ cpuMicros }) => cpuMicros);
  const summariseOne = (name, operation) => ({
    cpuMicros: median(costs(name, operation)),
    requestsPerSecond: median(samples[name][operation].map((sample) => sample.requestsPerSecond)),
    p99: median(samples[name][operation].map((sample) => sample.p99)),
    ratio: ratioToFloor(costs(baseline, operation), costs(name, operation)),
  });
  return Object.fromEntries(
    Object.entries(samples).map(([name, operations]) => [
      name,
      Object.fromEntries(
        Object.keys(operations).map((operation) => [operation, summariseOne(name, operation)]),
      ),
    ]),
  );
}

/** Rows of cells as text: the first column to the left, figures to the right. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  "),
    )
    .join("\n");
}
