/** Web streams as chunks, and chunks as web streams. */

/** The chunks of a body that is sent. */
export async function* readChunks(content: Blob | ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = (content instanceof Blob ? content.stream() : content).getReader();
  let isDone = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (!(value instanceof Uint8Array))
        throw new TypeError("fetch failed: a body stream must yield Uint8Array chunks.");
      yield value;
    }
    isDone = true;
  } finally {
    if (isDone) reader.releaseLock();
    else reader.cancel().catch(() => {});
  }
}

/**
 * A stream that reads `source` on demand only.
 *
 * @param release frees what is behind `source`; called when the stream fails or is cancelled
 * @param asError turns what `source` throws into what readers see
 */
export function readableFrom(
  source: AsyncIterable<Uint8Array>,
  release: () => void,
  asError: (error: unknown) => unknown,
): ReadableStream<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          release();
          controller.error(asError(error));
        }
      },
      cancel() {
        // Not `chunks.return()`: it would wait for a chunk that may never come.
        release();
      },
    },
    { highWaterMark: 0 },
  );
}
