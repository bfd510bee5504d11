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
