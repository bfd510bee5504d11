import type { App } from "../app/app.ts";
import { webHandler } from "../app/web-handler.ts";
import { addressHeaders } from "./client-address.ts";

/** What this adapter uses of the second argument of an Edge Function. */
export interface EdgeContext {
  waitUntil(work: Promise<unknown>): void;
}

/** What an Edge Function exports by default. */
export type WebHandler = (request: Request, context?: EdgeContext) => Promise<Response>;

/**
 * Serves an app as a Vercel Edge Function: as `toFetchHandler` does, without a process, so `onShutdown` does not run.
 *
 * @example
 * export const config = { runtime: "edge" };
 * export default toWebHandler(createApp(loadConfig((name) => process.env[name])));
 *
 * @throws BootGuardError with every fault of the configuration
 */
export function toWebHandler(app: App<never> | App): WebHandler {
  const handle = webHandler(app, addressHeaders);
  return (request, context) =>
    handle(request, context?.waitUntil === undefined ? undefined : (work) => context.waitUntil(work));
}
