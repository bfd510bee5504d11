import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  ServerResponse,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { type AdapterPort, adapterPort } from "../app/adapter-port.ts";
import type { App } from "../app/app.ts";
import { judgedEngine } from "../app/judged-engine.ts";
import { problemType } from "../errors/problem.ts";
import type { Logger } from "../logging/logger.ts";
import { NodeEngineRequest } from "./request.ts";
import { discardRest, writeResponse } from "./response.ts";

export interface ServeOptions {
  /** Default 3000; 0 takes a free one. */
  port?: number | undefined;
  /** Default: every interface. */
  hostname?: string | undefined;
  /** How long requests may take to finish once the server is told to stop, in milliseconds. Default 10,000. */
  shutdownGraceMs?: number | undefined;
  /** Stop gracefully on SIGTERM and SIGINT, and end the process. Default true. */
  handleSignals?: boolean | undefined;
  /** Limits of Node's own parser. Headers must arrive within 10 s; a connection may idle for 5 s. */
  server?:
    | Pick<ServerOptions, "headersTimeout" | "keepAliveTimeout" | "maxHeaderSize" | "requestTimeout">
    | undefined;
}

export interface RunningServer {
  readonly port: number;
  readonly hostname: string;
  /** Stops accepting, lets running requests finish within the grace, then runs the app's `onShutdown`. */
  close(): Promise<void>;
}

/**
 * Serves an app on Node's HTTP server. The boot guards run before it listens.
 *
 * @returns once the port is open; rejects with a `BootGuardError` when the app must not start, and with Node's own error
 *   when the port cannot be had. A rejection that nobody handles prints its report and ends the process with 1.
 */
export async function serve(app: App<never> | App, options: ServeOptions = {}): Promise<RunningServer> {
  const port = (app as App)[adapterPort];
  const engine = judgedEngine(port);
  await port.start();

  const sockets = new Set<Socket>();
  const ending = new WeakSet<Socket>();
  let stopping = false;

  function listener(incoming: IncomingMessage, outgoing: ServerResponse): void {
    // Node hands on what is pipelined behind a response that ends the connection, although nobody can be answered
    if (ending.has(incoming.socket)) return;
    const request = new NodeEngineRequest(incoming, outgoing);
    const response = engine.handle(request);
    if (response instanceof Promise)
      response.then((settled) => respond(incoming, outgoing, request, settled));
    else respond(incoming, outgoing, request, response);
  }

  function respond(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    request: NodeEngineRequest,
    response: Awaited<ReturnType<typeof engine.handle>>,
  ): void {
    if (stopping) response.headers.setTrusted("connection", "close");
    if (response.headers.get("connection") === "close") ending.add(incoming.socket);
    try {
      writeResponse(outgoing, response, request.method, port.logger);
    } catch (error) {
      // what a hook made of the response is nothing that HTTP can say
      port.logger.error({ err: error }, "The response could not be sent");
      outgoing.destroy();
    }
    if (request.isIncomplete) discardRest(incoming);
  }

  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      keepAliveTimeout: 5000,
      // how late a time limit may be noticed
      connectionsCheckingInterval: Math.max(
        100,
        Math.min(5000, (options.server?.headersTimeout ?? 10_000) / 2),
      ),
      // the engine's request sees to it, with every other refusal
      requireHostHeader: false,
      ...options.server,
    },
    listener,
  );
  server.on("clientError", refuseMalformed);
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await listen(server, options);

  let closing: Promise<void> | undefined;
  let forgetSignals: (() => void) | undefined;
  const close = (): Promise<void> => {
    closing ??= stop();
    return closing;
  };
  async function stop(): Promise<void> {
    stopping = true;
    port.drain();
    forgetSignals?.();
    const graceMs = options.shutdownGraceMs ?? 10_000;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    // a connection that never sent a byte is not idle to Node, and would hold the shutdown for the whole grace
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    const forced = setTimeout(() => server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(forced);
    for (const socket of sockets) socket.destroy();
    await (app as App).shutdown(graceMs);
  }

  if (options.handleSignals ?? true) forgetSignals = stopOnSignals(close, port.logger);
  crashOnUnhandled(port);
  const address = server.address() as AddressInfo;
  port.logger.info({ port: address.port, hostname: address.address, env: port.env }, "Listening");
  return { port: address.port, hostname: address.address, close };
}

function listen(server: Server, options: ServeOptions): Promise<void> {
  const { port = 3000, hostname } = options;
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void => reject(explained(error, port));
    server.once("error", refuse);
    server.listen({ port, ...(hostname === undefined ? {} : { host: hostname }) }, () => {
      server.off("error", refuse);
      resolve();
    });
  });
}

/** The two ways in which a port is commonly not to be had, with their mends. */
function explained(error: NodeJS.ErrnoException, port: number): NodeJS.ErrnoException {
  const why =
    error.code === "EADDRINUSE"
      ? `Port ${port} is taken by another program. Stop that one, or serve on another port.`
      : error.code === "EACCES"
        ? `This user may not listen on port ${port}. Take one above 1023.`
        : undefined;
  if (why === undefined) return error;
  return Object.assign(new Error(why, { cause: error }), { code: error.code });
}

/** What Node's parser refuses never reaches the app: smuggling shapes, oversized headers, plain noise. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  // Node's own handler of malformed requests looks at the same field
  const current: unknown = Reflect.get(socket, "_httpMessage");
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  if (current instanceof ServerResponse && current.req.complete) {
    // the noise stands behind a request that was fine: that one gets its answer, and the connection ends with it
    current.shouldKeepAlive = false;
    current.once("finish", () => socket.destroySoon());
    return;
  }
  if (current instanceof ServerResponse && current.headersSent) {
    // another response in the middle of this one would be read as its content
    socket.destroy();
    return;
  }
  const [status, title] =
    error.code === "HPE_HEADER_OVERFLOW"
      ? [431, "Request Header Fields Too Large"]
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? [408, "Request Timeout"]
        : [400, "Bad Request"];
  const body = JSON.stringify({ type: problemType(status), title, status });
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\ncontent-type: application/problem+json\r\ncontent-length: ${body.length}\r\ncache-control: no-store\r\nx-content-type-options: nosniff\r\nconnection: close\r\n\r\n${body}`,
  );
}

/**
 * The first signal drains, a second one ends the process at once.
 *
 * @returns what leaves later signals to others, unless one of them is what stops the server
 */
function stopOnSignals(close: () => Promise<void>, logger: Logger): () => void {
  let signalled = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (signalled) process.exit(1);
    signalled = true;
    logger.info({ signal }, "Shutting down");
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.fatal({ err: error }, "The shutdown failed");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
  return () => {
    if (!signalled) process.off("SIGTERM", onSignal).off("SIGINT", onSignal);
  };
}

let watching = false;

function crashOnUnhandled(port: AdapterPort): void {
  if (!port.crashOnUnhandledRejection || watching) return;
  watching = true;
  process.on("unhandledRejection", (reason) => {
    port.logger.fatal({ err: reason }, "A promise was rejected and nobody handled it");
    process.exit(1);
  });
}
