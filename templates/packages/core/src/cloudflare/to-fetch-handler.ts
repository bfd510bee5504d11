import type { App } from "../app/app.ts";
import { webHandler } from "../app/web-handler.ts";

/** What this adapter uses of the third argument of a Worker's `fetch`. */
export interface WorkerContext {
  waitUntil(work: Promise<unknown>): void;
}

/** What a Worker's module exports by default. */
export interface FetchHandler {
  fetch(request: Request, env?: unknown, context?: WorkerContext): Promise<Response>;
}

/**
 * Serves an app as a Cloudflare Worker. The boot guards run while the module is loaded, so a Worker that must not start is refused
 * when it is deployed. The client's address is `CF-Connecting-IP`, which Cloudflare writes itself; `trustProxy` may stay unset.
 * `onStart` runs with the first request of an isolate; a Worker is not told of its end, so `onShutdown` does not run.
 *
 * @example
 * // env: the bindings, as cloudflare:workers exports them
 * export default toFetchHandler(createApp(loadConfig((name) => env[name])));
 *
 * @throws BootGuardError with every fault of the configuration
 */
export function toFetchHandler(app: App<never> | App): FetchHandler {
  const handle = webHandler(app, ["cf-connecting-ip"]);
  return {
    fetch: (request, _env, context) =>
      handle(request, context === undefined ? undefined : (work) => context.waitUntil(work)),
  };
}
