import { HttpError } from "../errors/http-error.ts";
import { markReported } from "../errors/reported.ts";
import { type Hooks, withMeta } from "../hooks/hooks.ts";
import { atMostEvery } from "../logging/at-most-every.ts";
import { LoadMonitor, type LoadReading } from "./load-monitor.ts";

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

/**
 * Refuses requests (503 with `Retry-After`) while the process is overloaded, before their body is read, so that those that were let
 * in still finish. The load is read at most once a second, and only when a request comes: nothing runs beside the requests.
 *
 * It is measured per process by Node's `perf_hooks`, which Deno and Bun have in part. What a runtime cannot measure is named in
 * the log at the first request and does not limit anything; on Workers that is everything.
 *
 * @throws TypeError when a number is out of its range
 */
export function loadShedding(options: LoadSheddingOptions = {}): Hooks {
  const limits = resolveLimits(options);
  const retryAfter = { "retry-after": String(options.retryAfterSeconds ?? 10) };
  const report = atMostEvery(60_000);
  let monitor: LoadMonitor | undefined;

  return withMeta(
    {
      preBody(context) {
        if (monitor === undefined) {
          monitor = new LoadMonitor(options.maxEventLoopDelayMs ?? 1000);
          const missing = limits.map(({ measure }) => measure).filter((name) => !monitor?.measures(name));
          if (missing.length > 0) {
            context.log.warn(
              { code: "load-not-measured", setting: "loadShedding", missing },
              "This runtime does not tell all of its load; what is missing sheds nothing",
            );
          }
        }
        const load = monitor.read();
        const exceeded = limits.find(({ measure, most }) => (load[measure] ?? 0) > most);
        if (exceeded === undefined) return;
        const { measure, most, option } = exceeded;
        report(() =>
          context.log.warn(
            { code: "load-shed", setting: `loadShedding.${option}`, value: load[measure], most },
            "Overloaded: requests are refused",
          ),
        );
        throw markReported(new HttpError(503, "The server is overloaded. Try again later.", retryAfter));
      },
    },
    { name: "loadShedding()" },
  );
}

interface Limit {
  readonly option: keyof LoadSheddingOptions;
  readonly measure: keyof LoadReading;
  readonly most: number;
}

function resolveLimits(options: LoadSheddingOptions): Limit[] {
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
