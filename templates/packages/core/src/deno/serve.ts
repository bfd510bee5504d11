import { adapterPort } from "../app/adapter-port.ts";
import type { App } from "../app/app.ts";
import { judgedEngine } from "../app/judged-engine.ts";
import { problemResponse } from "../errors/problem.ts";
import { sendWeb } from "../http/send-web.ts";
import { FetchListener } from "../server/fetch-listener.ts";
import { listenError } from "../server/listen-error.ts";
import type { RunningServer, ServerOptions } from "../server/options.ts";
import { runningServer } from "../server/running-server.ts";

/** The part of `Deno.serve` that is used here. */
interface DenoServer {
  readonly addr: { readonly hostname: string; readonly port: number };
  shutdown(): Promise<void>;
}

interface DenoServeOptions {
  readonly port: number;
  readonly hostname?: string;
  readonly signal: AbortSignal;
  onListen(): void;
  onError(error: unknown): Response;
}

interface DenoRuntime {
  serve(
    options: DenoServeOptions,
    handler: (request: Request, info: { remoteAddr: { hostname?: string } }) => Promise<Response>,
  ): DenoServer;
}

/**
 * Serves an app on Deno's HTTP server. The boot guards run before it listens. Needs `--allow-net` for the address, and nothing else.
 *
 * @returns once the port is open; rejects with a `BootGuardError` when the app must not start, and with Deno's own error
 *   when the port cannot be had. A rejection that nobody handles prints its report and ends the process with 1.
 */
export async function serve(app: App<never> | App, options: ServerOptions = {}): Promise<RunningServer> {
  const port = (app as App)[adapterPort];
  const engine = judgedEngine(port);
  await port.start();
  const listener = new FetchListener(engine, port);
  const cutOff = new AbortController();
  const { port: number = 3000, hostname } = options;
  const server = listen(
    {
      port: number,
      ...(hostname === undefined ? {} : { hostname }),
      signal: cutOff.signal,
      // the app's own logger says it
      onListen: () => {},
      onError(error) {
        port.logger.error({ err: error }, "The response could not be sent");
        return sendWeb(problemResponse(undefined, crypto.randomUUID(), true, []), "GET", port.logger);
      },
    },
    listener,
  );

  async function drain(graceMs: number): Promise<void> {
    listener.stop();
    const forced = setTimeout(() => cutOff.abort(), graceMs);
    await server.shutdown();
    clearTimeout(forced);
  }
  return runningServer(app as App, { ...server.addr, drain }, options);
}

function listen(options: DenoServeOptions, listener: FetchListener): DenoServer {
  const deno: unknown = Reflect.get(globalThis, "Deno");
  if (typeof deno !== "object" || deno === null)
    throw new TypeError(
      "@daloyjs/core/deno serves on Deno. Start the program with deno, or import serve from ./node or ./bun.",
    );
  try {
    return (deno as DenoRuntime).serve(options, (request, { remoteAddr }) =>
      listener.handle(request, remoteAddr.hostname),
    );
  } catch (error) {
    throw listenError(error, options.port);
  }
}
