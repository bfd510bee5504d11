import type { App } from "../app/app.ts";
import { shutdownOnSigterm } from "../app/shutdown-on-sigterm.ts";
import { type WaitUntil, webHandler } from "../app/web-handler.ts";
import { addressHeaders } from "./client-address.ts";

/** What a Vercel Function exports by default. */
export interface FetchHandler {
  fetch(request: Request): Promise<Response>;
}

/** Vercel ends a function's process 500 ms after SIGTERM. */
const shutdownMs = 400;

/**
 * Serves an app as a Vercel Function on the Node runtime (Fluid compute). The boot guards run while the module is loaded. The
 * client's address is the one that Vercel writes itself; `trustProxy` may stay unset. `onStart` runs with the first
 * request of an instance, `onShutdown` on SIGTERM.
 *
 * @example
 * export default toFetchHandler(createApp(loadConfig((name) => process.env[name])));
 *
 * @throws BootGuardError with every fault of the configuration
 */
export function toFetchHandler(app: App<never> | App): FetchHandler {
  const handle = webHandler(app, addressHeaders);
  shutdownOnSigterm(app as App, shutdownMs);
  return { fetch: (request) => handle(request, instanceWaitUntil()) };
}

interface RequestContextHolder {
  get?: () => { waitUntil?: WaitUntil } | undefined;
}

/** The `waitUntil` of the request that is being handled, which the platform keeps under a well-known symbol. */
function instanceWaitUntil(): WaitUntil | undefined {
  const holder = Reflect.get(globalThis, Symbol.for("@vercel/request-context")) as
    | RequestContextHolder
    | undefined;
  const context = holder?.get?.();
  return context?.waitUntil === undefined ? undefined : (work) => context.waitUntil?.(work);
}
