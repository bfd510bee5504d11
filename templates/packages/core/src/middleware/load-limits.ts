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

/** @throws TypeError that names every number that is out of its range */
export function resolveLimits(options: LoadSheddingOptions): Limit[] {
  const { maxEventLoopDelayMs = 1000, maxEventLoopUtilization = 0.98, retryAfterSeconds = 10 } = options;
  const { maxHeapUsedBytes, maxRssBytes } = options;
  const faults: string[] = [];
  const demand = (holds: boolean, fault: string) => void (holds || faults.push(fault));
  const isCount = (value: number | undefined) =>
    value === undefined || (Number.isSafeInteger(value) && value > 0);
  demand(
    maxEventLoopDelayMs >= 0 && Number.isFinite(maxEventLoopDelayMs),
    "maxEventLoopDelayMs must be 0 or more",
  );
  demand(
    maxEventLoopUtilization > 0 && maxEventLoopUtilization <= 1,
    "maxEventLoopUtilization must be above 0 and at most 1",
  );
  demand(isCount(maxHeapUsedBytes), "maxHeapUsedBytes must be a whole number of at least 1");
  demand(isCount(maxRssBytes), "maxRssBytes must be a whole number of at least 1");
  demand(isCount(retryAfterSeconds), "retryAfterSeconds must be a whole number of at least 1");
  if (faults.length > 0) throw new TypeError(`loadShedding(): ${faults.join("; ")}.`);
  const limits: { option: Limit["option"]; measure: Limit["measure"]; most: number | undefined }[] = [
    { option: "maxEventLoopDelayMs", measure: "delayMs", most: maxEventLoopDelayMs || undefined },
    {
      option: "maxEventLoopUtilization",
      measure: "utilization",
      most: maxEventLoopUtilization < 1 ? maxEventLoopUtilization : undefined,
    },
    { option: "maxHeapUsedBytes", measure: "heapUsedBytes", most: maxHeapUsedBytes },
    { option: "maxRssBytes", measure: "rssBytes", most: maxRssBytes },
  ];
  return limits.flatMap(({ most, ...limit }) => (most === undefined ? [] : [{ ...limit, most }]));
}
