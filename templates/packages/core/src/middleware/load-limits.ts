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

type Rule = readonly [fits: (value: number) => boolean, range: string];

const count: Rule = [(value) => Number.isSafeInteger(value) && value > 0, "a whole number of at least 1"];

const rules: Readonly<Record<keyof LoadSheddingOptions, Rule>> = {
  maxEventLoopDelayMs: [(value) => value >= 0 && Number.isFinite(value), "0 or more"],
  maxEventLoopUtilization: [(value) => value > 0 && value <= 1, "above 0 and at most 1"],
  maxHeapUsedBytes: count,
  maxRssBytes: count,
  retryAfterSeconds: count,
};

/** @throws TypeError that names every number that is out of its range */
export function assertLoadLimits(options: LoadSheddingOptions): void {
  const faults = Object.entries(rules).flatMap(([option, [fits, range]]) => {
    const value = options[option as keyof LoadSheddingOptions];
    return value === undefined || fits(value) ? [] : [`${option} must be ${range}`];
  });
  if (faults.length > 0) throw new TypeError(`loadShedding(): ${faults.join("; ")}.`);
}
