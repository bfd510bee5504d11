import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Place } from "./place.ts";

/** Answers HTTP on a port of this machine, and says so as the framework's own servers do. */
export function listen(
  { host, port }: Place,
  answer: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>,
): void {
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      if (!outgoing.headersSent) outgoing.writeHead(502);
      outgoing.end();
    });
  });
  server.listen(port, host, () => {
    process.stdout.write(`${JSON.stringify({ level: "info", msg: "Listening", port, hostname: host })}\n`);
  });
}
