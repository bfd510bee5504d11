import {
  createServer,
  type ServerOptions as HttpServerOptions,
  type IncomingMessage,
  type Server,
  ServerResponse,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { adapterPort } from "../app/adapter-port.ts";
import type { App } from "../app/app.ts";
import { judgedEngine } from "../app/judged-engine.ts";
import { problemType } from "../errors/problem.ts";
import type { EngineResponse } from "../http/response.ts";
import { listenError } from "../server/listen-error.ts";
import type { RunningServer, ServerOptions } from "../server/options.ts";
import { runningServer } from "../server/running-server.ts";
import { NodeEngineRequest } from "./request.ts";
import { writeResponse } from "./response.ts";

export interface ServeOptions extends ServerOptions {
  /** Limits of Node's own parser. Headers must arrive within 10 s; a connection may idle for 5 s. */
  server?:
    | Pick<HttpServerOptions, "headersTimeout" | "keepAliveTimeout" | "maxHeaderSize" | "requestTimeout">
    | undefined;
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
    engine.handle(request, (response) => respond(incoming, outgoing, request, response));
  }

  function respond(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    request: NodeEngineRequest,
    response: EngineResponse,
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
    // a stream may be made of the body
    if (response.body instanceof ReadableStream) outgoing.once("finish", () => request.discardRest());
    else request.discardRest();
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

  async function drain(graceMs: number): Promise<void> {
    stopping = true;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // one that said nothing, or half of a request, is not idle to Node, and would hold the shutdown for the whole grace
    for (const socket of sockets) if (currentMessage(socket) === undefined) socket.destroy();
    const forced = setTimeout(() => server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(forced);
    for (const socket of sockets) socket.destroy();
  }
  const { port: number, address } = server.address() as AddressInfo;
  return runningServer(app as App, { port: number, hostname: address, drain }, options);
}

function listen(server: Server, options: ServeOptions): Promise<void> {
  const { port = 3000, hostname } = options;
  return new Promise((resolve, reject) => {
    const refuse = (error: Error): void => reject(listenError(error, port));
    server.once("error", refuse);
    server.listen({ port, ...(hostname === undefined ? {} : { host: hostname }) }, () => {
      server.off("error", refuse);
      resolve();
    });
  });
}

/** The response that is under way on a connection. Node's own handler of malformed requests looks at the same field. */
function currentMessage(socket: Socket): ServerResponse | undefined {
  const current: unknown = Reflect.get(socket, "_httpMessage");
  return current instanceof ServerResponse ? current : undefined;
}

/** What Node's parser refuses never reaches the app: smuggling shapes, oversized headers, plain noise. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  const current = currentMessage(socket);
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  if (current?.req.complete) {
    // the noise stands behind a request that was fine: that one gets its answer, and the connection ends with it
    current.shouldKeepAlive = false;
    current.once("finish", () => socket.destroySoon());
    return;
  }
  if (current?.headersSent) {
    // another response in the middle of this one would be read as its content
    socket.destroy();
    return;
  }
  const [status, title] =
    error.code === "HPE_HEADER_OVERFLOW"
      ? [431, "Request Header Fields Too Large"]
      : error.code === "HPE_CHUNK_EXTENSIONS_OVERFLOW"
        ? [413, "Content Too Large"]
        : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
          ? [408, "Request Timeout"]
          : [400, "Bad Request"];
  const body = JSON.stringify({ type: problemType(status), title, status });
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\ncontent-type: application/problem+json\r\ncontent-length: ${body.length}\r\ncache-control: no-store\r\nx-content-type-options: nosniff\r\nconnection: close\r\n\r\n${body}`,
  );
}
