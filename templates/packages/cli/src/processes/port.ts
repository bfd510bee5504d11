import { once } from "node:events";
import { createServer, type Server } from "node:net";

export const loopback = "127.0.0.1";

/** A port that nobody else can have until it is released. */
export interface HeldPort {
  readonly port: number;
  release(): Promise<void>;
}

/** Takes a free port from the operating system and keeps it: whoever tries to listen there meets `EADDRINUSE`. */
export async function holdPort(): Promise<HeldPort> {
  const server = createServer((socket) => socket.destroy());
  server.listen(0, loopback);
  await once(server, "listening");
  return { port: portOf(server), release: () => close(server) };
}

/** A port that was free a moment ago. Somebody may take it: whoever starts a server there must retry on `EADDRINUSE`. */
export async function freePort(): Promise<number> {
  const held = await holdPort();
  await held.release();
  return held.port;
}

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
