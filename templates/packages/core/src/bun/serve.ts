import { adapterPort } from "../app/adapter-port.ts";
import type { App } from "../app/app.ts";
import { judgedEngine } from "../app/judged-engine.ts";
import { problemResponse } from "../errors/problem.ts";
import { sendWeb } from "../http/send-web.ts";
import { FetchListener } from "../server/fetch-listener.ts";
import { listenError } from "../server/listen-error.ts";
import type { RunningServer, ServerOptions } from "../server/options.ts";
import { runningServer } from "../server/running-server.ts";

/** The part of `Bun.serve` that is used here. */
interface BunServer {
  readonly port: number;
  readonly hostname: string;
  readonly pendingRequests: number;
  requestIP(request: Request): { readonly address: string } | null;
  timeout(request: Request, seconds: number): void;
  stop(closeConnections?: boolean): Promise<void>;
}

interface BunRuntime {
  serve(options: {
    port: number;
    hostname: string | undefined;
    development: boolean;
    idleTimeout: number;
    maxRequestBodySize: number;
    fetch(request: Request, server: BunServer): Promise<Response>;
    error(error: unknown): Response;
  }): BunServer;
}

/** How long a connection may say nothing. While a request runs, the app's own time limit holds instead. */
const idleSeconds = 10;

/** How far a body may be over the largest limit and still be told so in a problem; Bun cuts off what declares more. */
const overLimitBytes = 1024 * 1024;

/**
 * Serves an app on Bun's HTTP server. The boot guards run before it listens.
 *
 * @returns once the port is open; rejects with a `BootGuardError` when the app must not start, and with Bun's own error
 *   when the port cannot be had. A rejection that nobody handles prints its report and ends the process with 1.
 */
export async function serve(app: App<never> | App, options: ServerOptions = {}): Promise<RunningServer> {
  const port = (app as App)[adapterPort];
  const engine = judgedEngine(port);
  await port.start();
  const listener = new FetchListener(engine, port);
  const limits = port
    .describe()
    .table.flatMap(({ route, options: { bodyLimitBytes } }) => [route.bodyLimitBytes ?? 0, bodyLimitBytes]);
  const server = listen(options.port ?? 3000, {
    hostname: options.hostname,
    // Bun's own page for errors shows source code
    development: false,
    idleTimeout: idleSeconds,
    maxRequestBodySize: Math.max(...limits, 0) + overLimitBytes,
    fetch(request, bun) {
      bun.timeout(request, 0);
      return listener.handle(request, bun.requestIP(request)?.address, () =>
        bun.timeout(request, idleSeconds),
      );
    },
    error(error) {
      port.logger.error({ err: error }, "The response could not be sent");
      return sendWeb(problemResponse(undefined, crypto.randomUUID(), true, []), "GET", port.logger);
    },
  });

  async function drain(graceMs: number): Promise<void> {
    listener.stop();
    const end = performance.now() + graceMs;
    server.stop();
    // what has not sent a whole request is no request, and would keep stop() waiting
    while (server.pendingRequests > 0 && performance.now() < end) await soon();
    await server.stop(true);
  }
  return runningServer(app as App, { port: server.port, hostname: server.hostname, drain }, options);
}

function listen(port: number, options: Omit<Parameters<BunRuntime["serve"]>[0], "port">): BunServer {
  const bun: unknown = Reflect.get(globalThis, "Bun");
  if (typeof bun !== "object" || bun === null)
    throw new TypeError(
      "@daloyjs/core/bun serves on Bun. Start the program with bun, or import serve from ./node or ./deno.",
    );
  try {
    return (bun as BunRuntime).serve({ port, ...options });
  } catch (error) {
    throw listenError(error, port);
  }
}

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));
