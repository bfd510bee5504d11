import { type Hooks, withMeta } from "../hooks/hooks.ts";
import type { Context } from "../route/route.ts";

/** What `timing()` puts into `state.timing`. */
export interface Timing {
  /**
   * Adds a duration, in milliseconds.
   *
   * @throws TypeError when the name is no token (RFC 9110 §5.6.2), or the duration is no number of at least 0
   */
  record(name: string, durationMs: number): void;
  /** Runs something and adds how long it took, also when it fails. */
  measure<T>(name: string, work: () => T | Promise<T>): Promise<T>;
}

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}$/;
/** A header that grew with the work of a request would end up longer than proxies take. */
const mostEntries = 32;

/**
 * Sends `Server-Timing` (W3C Server Timing) with every response, errors included: `total`, and what the handler measured by
 * `state.timing`. Beyond 32 entries nothing more is recorded.
 *
 * Whoever can read the response learns how long things took. Browsers show it to other origins only where
 * `Timing-Allow-Origin` says so; leave it out of routes whose duration depends on a secret.
 */
export function timing(): Hooks {
  const started = new WeakMap<Context, { at: number; entries: string[] }>();

  return withMeta(
    {
      onRequest(_, context) {
        const entries: string[] = [];
        started.set(context, { at: performance.now(), entries });
        context.state["timing"] = recorder(entries);
      },
      onSend(response, context) {
        const start = started.get(context);
        // refused before any hook ran
        if (start === undefined) return;
        const total = entry("total", performance.now() - start.at);
        response.headers.append("server-timing", [total, ...start.entries].join(", "));
      },
    },
    { name: "timing()" },
  );
}

function recorder(entries: string[]): Timing {
  function record(name: string, durationMs: number): void {
    if (!token.test(name))
      throw new TypeError("timing.record(): the name must be a token of 1 to 64 characters.");
    if (!(durationMs >= 0 && durationMs < Number.POSITIVE_INFINITY))
      throw new TypeError("timing.record(): the duration must be a number of milliseconds of at least 0.");
    if (entries.length < mostEntries) entries.push(entry(name, durationMs));
  }
  return {
    record,
    async measure(name, work) {
      const start = performance.now();
      try {
        return await work();
      } finally {
        record(name, performance.now() - start);
      }
    },
  };
}

function entry(name: string, durationMs: number): string {
  return `${name};dur=${Math.round(durationMs * 10) / 10}`;
}
