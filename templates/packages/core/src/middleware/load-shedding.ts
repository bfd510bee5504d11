import { HttpError } from "../errors/http-error.ts";
import { markReported } from "../errors/reported.ts";
import { type Hooks, withMeta } from "../hooks/hooks.ts";
import { atMostEvery } from "../logging/at-most-every.ts";
import { assertLoadLimits, type LoadSheddingOptions } from "./load-limits.ts";
import { LoadMonitor, type LoadReading } from "./load-monitor.ts";

export type { LoadSheddingOptions };

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
  assertLoadLimits(options);
  const limits = limitsOf(options);
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

/** What must not be exceeded. */
interface Limit {
  readonly option: keyof LoadSheddingOptions;
  readonly measure: keyof LoadReading;
  readonly most: number;
}

function limitsOf(options: LoadSheddingOptions): Limit[] {
  const {
    maxEventLoopDelayMs = 1000,
    maxEventLoopUtilization = 0.98,
    maxHeapUsedBytes = Number.POSITIVE_INFINITY,
    maxRssBytes = Number.POSITIVE_INFINITY,
  } = options;
  const limits: Limit[] = [
    { option: "maxHeapUsedBytes", measure: "heapUsedBytes", most: maxHeapUsedBytes },
    { option: "maxRssBytes", measure: "rssBytes", most: maxRssBytes },
  ];
  if (maxEventLoopUtilization < 1)
    limits.unshift({
      option: "maxEventLoopUtilization",
      measure: "utilization",
      most: maxEventLoopUtilization,
    });
  if (maxEventLoopDelayMs > 0)
    limits.unshift({ option: "maxEventLoopDelayMs", measure: "delayMs", most: maxEventLoopDelayMs });
  return limits.filter(({ most }) => Number.isFinite(most));
}
