import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { App } from "../../../../templates/packages/core/src/index.ts";
import {
  type RunningServer,
  type ServeOptions,
  serve,
} from "../../../../templates/packages/core/src/node/index.ts";

/** Serves an app on a free port for as long as the test needs it. */
export async function withServer<T>(
  app: App,
  use: (server: RunningServer) => Promise<T>,
  options: ServeOptions = {},
): Promise<T> {
  const server = await serve(app, {
    port: 0,
    hostname: "127.0.0.1",
    handleSignals: false,
    shutdownGraceMs: 200,
    ...options,
  });
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

export interface RawConnection {
  readonly socket: Socket;
  send(text: string | Uint8Array): void;
  /** Everything that came so far. */
  received(): string;
  /** Waits until what came matches. */
  until(pattern: RegExp, milliseconds?: number): Promise<string>;
  /** Waits until the server has closed the connection. */
  closed(): Promise<string>;
}

/** A connection that sends bytes as they are. */
export async function open(port: number): Promise<RawConnection> {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString("latin1");
  });
  // a server that cuts the connection is what some of these tests are about
  socket.on("error", () => {});
  await once(socket, "connect");
  const isClosed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  return {
    socket,
    send: (bytes) => void socket.write(bytes),
    received: () => text,
    async until(pattern, milliseconds = 3000) {
      const end = performance.now() + milliseconds;
      while (!pattern.test(text)) {
        if (performance.now() > end || socket.destroyed) {
          throw new Error(`waited for ${pattern}, got ${JSON.stringify(text.slice(0, 500))}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return text;
    },
    async closed() {
      await isClosed;
      return text;
    },
  };
}

/** One exchange on a connection of its own; the request says `connection: close` or is malformed. */
export async function exchange(port: number, request: string | Uint8Array): Promise<string> {
  const connection = await open(port);
  connection.send(request);
  return await connection.closed();
}

/** The status codes of the responses in what a connection has received. */
export function statusesIn(received: string): number[] {
  return [...received.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map((match) => Number(match[1]));
}
