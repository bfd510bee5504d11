import type { NodeRequest } from "./node-modules.ts";

/**
 * Sends a body at the pace of the connection, and ends the request. When the connection closes first, the source is
 * cancelled. Not `pipeline`: it would destroy the request then, and with it a response that has already come in.
 */
export async function upload(
  content: Blob | ReadableStream<Uint8Array>,
  request: NodeRequest,
): Promise<void> {
  const reader = (content instanceof Blob ? content.stream() : content).getReader();
  let isClosed = false;
  let wake = () => {};
  request.on("drain", () => wake());
  request.on("close", () => {
    isClosed = true;
    wake();
    reader.cancel().catch(() => {});
  });
  for (;;) {
    const { done, value } = await reader.read();
    if (isClosed) return;
    if (done) {
      request.end();
      return;
    }
    if (!(value instanceof Uint8Array)) throw new TypeError("a body stream must yield Uint8Array chunks");
    if (!request.write(value)) {
      await new Promise<void>((resume) => {
        wake = resume;
      });
    }
  }
}
