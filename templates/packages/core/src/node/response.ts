import type { IncomingMessage, ServerResponse } from "node:http";
import type { EngineResponse } from "../http/response.ts";
import { hasNoContent } from "../http/status.ts";
import type { Logger } from "../logging/logger.ts";

/** Writes the engine's response with one header array. */
export function writeResponse(
  outgoing: ServerResponse,
  response: EngineResponse,
  method: string,
  logger: Logger,
): void {
  const { headers, body, status } = response;
  if (outgoing.destroyed) {
    if (body instanceof ReadableStream) body.cancel().catch(() => {});
    return;
  }
  if (typeof body === "string" || body instanceof Uint8Array) {
    headers.setTrusted(
      "content-length",
      String(typeof body === "string" ? Buffer.byteLength(body) : body.byteLength),
    );
    outgoing.writeHead(status, headers.flat);
    outgoing.end(body);
    return;
  }
  outgoing.writeHead(status, headers.flat);
  if (body === null || method === "HEAD" || hasNoContent(status)) {
    body?.cancel().catch(() => {});
    outgoing.end();
    return;
  }
  // the first event of a stream may be far away
  outgoing.flushHeaders();
  pump(body, outgoing).catch((error: unknown) => {
    logger.error({ err: error }, "A stream broke off while it was sent");
    outgoing.destroy();
  });
}

/** Sends a stream at the client's pace; a client that goes away cancels it. */
async function pump(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  const reader = body.getReader();
  const onClose = () => {
    if (!outgoing.writableFinished)
      reader.cancel(new Error("The client closed the connection.")).catch(() => {});
  };
  outgoing.once("close", onClose);
  for (;;) {
    const { done, value } = await reader.read();
    if (done || outgoing.destroyed) break;
    if (!outgoing.write(value)) await drained(outgoing);
  }
  outgoing.end();
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      outgoing.off("drain", done).off("close", done);
      resolve();
    };
    outgoing.on("drain", done).on("close", done);
  });
}

const drainBytes = 1024 * 1024;
const drainMs = 5000;

/**
 * Takes in what is left of a body that nobody will read, so that the client gets to see the answer; one that goes on for
 * longer than a mebibyte or five seconds is cut off.
 */
export function discardRest(incoming: IncomingMessage): void {
  let size = 0;
  const timer = setTimeout(() => incoming.destroy(), drainMs);
  timer.unref();
  incoming.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > drainBytes) incoming.destroy();
  });
  incoming.once("close", () => clearTimeout(timer));
  incoming.once("end", () => clearTimeout(timer));
  incoming.resume();
}
