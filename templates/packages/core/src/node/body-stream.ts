import type { IncomingMessage } from "node:http";
import { BadRequestError } from "../errors/http-error.ts";

/** What is still to come of a message, as a stream that may be given up. */
export interface BodyStream {
  readonly stream: ReadableStream<Uint8Array>;
  /** From here on nothing that arrives is kept, and whoever still reads is told so. */
  abandon(): void;
}

export function connectionEnded(): BadRequestError {
  return new BadRequestError("The connection ended before the body was complete.");
}

/**
 * The body of a message as a stream that reads at its reader's pace. Not `Readable.toWeb`: where a chunk comes after the stream was
 * cancelled, as it is when the body is too large, that one throws out of an event, which ends the process.
 */
export function bodyStream(incoming: IncomingMessage): BodyStream {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const fail = (error: Error): void => {
    controller?.error(error);
    controller = undefined;
  };
  const stream = new ReadableStream<Uint8Array>({
    start(own) {
      controller = own;
      incoming.on("data", (chunk: Buffer) => {
        // a copy: the chunk is a part of memory that other messages are in as well
        controller?.enqueue(new Uint8Array(chunk));
        if (controller && (controller.desiredSize ?? 0) <= 0) incoming.pause();
      });
      incoming.on("end", () => {
        controller?.close();
        controller = undefined;
      });
      incoming.on("close", () => fail(connectionEnded()));
      incoming.pause();
      if (incoming.destroyed) fail(connectionEnded());
    },
    pull() {
      incoming.resume();
    },
    cancel() {
      controller = undefined;
      incoming.resume();
    },
  });
  return {
    stream,
    abandon: () => fail(new Error("The request was answered before its body was read.")),
  };
}
