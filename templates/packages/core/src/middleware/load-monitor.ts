/** How loaded this process is; what the runtime cannot tell is missing. */
export interface LoadReading {
  /** How long something that is due waits for its turn on the event loop, on average over time, in milliseconds. */
  delayMs?: number | undefined;
  /** The share of the time in which the event loop was busy, 0 to 1. */
  utilization?: number | undefined;
  heapUsedBytes?: number | undefined;
  rssBytes?: number | undefined;
}

const longestIntervalMs = 1000;
/** How often the histogram looks whether the event loop is late. */
const resolutionMs = 10;

/**
 * Reads the load at most once a second, when it is asked. Made with the first request and not before: the histogram starts a
 * timer of the runtime, which a module that is only loaded must not do.
 */
export class LoadMonitor {
  readonly #delay = eventLoopDelay();
  readonly #utilization = eventLoopUtilization();
  readonly #memory = attempt(() => runtimeProcess()?.memoryUsage);
  readonly #delayIntervalMs: number;
  #last: LoadReading;
  #readAt = performance.now();
  #delayReadAt = this.#readAt;

  /** @param delayLimitMs where it is less than a second, the delay is read as often, so that it is seen in time */
  constructor(delayLimitMs: number) {
    this.#delayIntervalMs = Math.min(longestIntervalMs, Math.max(5 * resolutionMs, delayLimitMs));
    this.#last = this.#memoryReading();
  }

  /** Whether the runtime can tell. */
  measures(name: keyof LoadReading): boolean {
    if (name === "delayMs") return this.#delay !== undefined;
    if (name === "utilization") return this.#utilization !== undefined;
    return this.#last[name] !== undefined;
  }

  read(): LoadReading {
    const now = performance.now();
    if (now - this.#delayReadAt >= this.#delayIntervalMs) {
      this.#last = { ...this.#last, delayMs: this.#delay?.(now - this.#delayReadAt) };
      this.#delayReadAt = now;
    }
    if (now - this.#readAt >= longestIntervalMs) {
      this.#last = {
        ...this.#memoryReading(),
        delayMs: this.#last.delayMs,
        utilization: this.#utilization?.(),
      };
      this.#readAt = now;
    }
    return this.#last;
  }

  #memoryReading(): LoadReading {
    const usage = attempt(() => this.#memory?.());
    return { heapUsedBytes: usage?.heapUsed, rssBytes: usage?.rss };
  }
}

/**
 * The delay since the last reading. The histogram holds one delay for each tick, and a loop that is blocked ticks seldom: the plain
 * mean hides a pause of seconds among a hundred quick ticks. What a request meets is the mean over time, `E[d²] / E[d]`. Where there
 * was no tick at all, the loop is still in the pause.
 */
function eventLoopDelay(): ((elapsedMs: number) => number) | undefined {
  const histogram = attempt(() => perfHooks()?.monitorEventLoopDelay?.({ resolution: resolutionMs }));
  if (histogram === undefined || attempt(() => histogram.enable()) === undefined) return undefined;
  return (elapsedMs) => {
    const { mean, stddev } = histogram;
    histogram.reset();
    if (!(mean > 0)) return elapsedMs;
    return Math.max(0, (mean + stddev ** 2 / mean) / 1e6 - resolutionMs);
  };
}

function eventLoopUtilization(): (() => number) | undefined {
  // a method of `performance`: the module itself exports it from Node 24 on only
  const measure = attempt(() => perfHooks()?.performance?.eventLoopUtilization);
  let before = attempt(() => measure?.());
  // a runtime that only has the name answers with zeros
  if (measure === undefined || before === undefined || before.idle + before.active === 0) return undefined;
  return () => {
    const now = measure();
    const { utilization } = measure(now, before);
    before = now;
    return utilization;
  };
}

interface Utilization {
  readonly idle: number;
  readonly active: number;
  readonly utilization: number;
}

interface PerfHooks {
  readonly monitorEventLoopDelay?: (options: { resolution: number }) => {
    readonly mean: number;
    readonly stddev: number;
    enable(): boolean;
    reset(): void;
  };
  readonly performance?: {
    readonly eventLoopUtilization?: (now?: Utilization, before?: Utilization) => Utilization;
  };
}

interface RuntimeProcess {
  readonly getBuiltinModule?: (id: string) => unknown;
  readonly memoryUsage?: () => { readonly heapUsed: number; readonly rss: number };
}

/** Computed keys: no bundler puts a substitute in its place. */
function runtimeProcess(): RuntimeProcess | undefined {
  return Reflect.get(globalThis, ["pro", "cess"].join("")) as RuntimeProcess | undefined;
}

function perfHooks(): PerfHooks | undefined {
  const process = runtimeProcess();
  return process?.getBuiltinModule?.(["node", "perf_hooks"].join(":")) as PerfHooks | undefined;
}

/** Runtimes that emulate Node throw where they do not. */
function attempt<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
