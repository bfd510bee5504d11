import type { LoadReading } from "./load-monitor.ts";

export interface LoadSheddingOptions {
  /** How long the event loop may keep what is due waiting, in milliseconds. Default 1000; 0 does not look. */
  maxEventLoopDelayMs?: number | undefined;
  /** How much of the time the event loop may be busy, above 0 up to 1. Default 0.98; 1 does not look. */
  maxEventLoopUtilization?: number | undefined;
  /** Bytes of JavaScript heap in use. Default: not looked at. */
  maxHeapUsedBytes?: number | undefined;
  /** Bytes of the whole process in memory. Default: not looked at. */
  maxRssBytes?: number | undefined;
  /** What `Retry-After` says. Default 10. */
  retryAfterSeconds?: number | undefined;
}

/** What must not be exceeded. */
export interface Limit {
  readonly option: keyof LoadSheddingOptions;
  readonly measure: keyof LoadReading;
  readonly most: number;
}

interface Rule {
  readonly option: keyof LoadSheddingOptions;
  readonly fallback?: number;
  readonly measure?: keyof LoadReading;
  /** What is not measured at all. */
  readonly off?: number;
  readonly fits: (value: number) => boolean;
  readonly range: string;
}

const isCount = (value: number) => Number.isSafeInteger(value) && value > 0;
const count = { fits: isCount, range: "a whole number of at least 1" };

const rules: readonly Rule[] = [
  {
    option: "maxEventLoopDelayMs",
    fallback: 1000,
    measure: "delayMs",
    off: 0,
    fits: (value) => value >= 0 && Number.isFinite(value),
    range: "0 or more",
  },
  {
    option: "maxEventLoopUtilization",
    fallback: 0.98,
    measure: "utilization",
    off: 1,
    fits: (value) => value > 0 && value <= 1,
    range: "above 0 and at most 1",
  },
  { option: "maxHeapUsedBytes", measure: "heapUsedBytes", ...count },
  { option: "maxRssBytes", measure: "rssBytes", ...count },
  { option: "retryAfterSeconds", ...count },
];

/** @throws TypeError that names every number that is out of its range */
export function resolveLimits(options: LoadSheddingOptions): Limit[] {
  const faults: string[] = [];
  const limits: Limit[] = [];
  for (const { option, fallback, measure, off, fits, range } of rules) {
    const { [option]: most = fallback } = options;
    if (most === undefined) continue;
    if (!fits(most)) faults.push(`${option} must be ${range}`);
    else if (measure !== undefined && most !== off) limits.push({ option, measure, most });
  }
  if (faults.length > 0) throw new TypeError(`loadShedding(): ${faults.join("; ")}.`);
  return limits;
}
