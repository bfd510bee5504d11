import { readStream } from "../http/body.ts";

/** The content codings of RFC 9110 §8.4.1 that every runtime can produce. */
export type CompressionEncoding = "gzip" | "deflate";

/** All of a body that is there already. */
export function compressWhole(body: Uint8Array, encoding: CompressionEncoding): Promise<Uint8Array> {
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      controller.enqueue(new Uint8Array(body));
      controller.close();
    },
  });
  return readStream(source.pipeThrough(new CompressionStream(encoding)), Number.POSITIVE_INFINITY);
}

/**
 * A stream, of which everything that came in goes out at once: an event must not wait for the next to fill a block.
 * `CompressionStream` cannot do that, so this is zlib's work; `undefined` where the runtime has none.
 */
export function compressStream(
  source: ReadableStream<Uint8Array>,
  encoding: CompressionEncoding,
): ReadableStream<Uint8Array> | undefined {
  const encoder = createEncoder(encoding);
  if (encoder === undefined) return undefined;
  const reader = source.getReader();
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        encoder.on("data", (chunk) => controller.enqueue(chunk));
        encoder.on("error", (error) => controller.error(error));
      },
      async pull(controller) {
        const { done, value } = await nextChunk(reader).catch((error: unknown) => {
          encoder.destroy();
          throw error;
        });
        if (done) {
          await new Promise<void>((resolve) => encoder.on("end", resolve).end());
          controller.close();
        } else {
          await new Promise<void>((resolve) => encoder.write(value, () => resolve()));
        }
      },
      async cancel(reason) {
        encoder.destroy();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

/** An empty chunk compresses to nothing, and a pull that brings nothing is not repeated. */
async function nextChunk(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<Awaited<ReturnType<typeof reader.read>>> {
  for (;;) {
    const result = await reader.read();
    if (result.done || result.value.byteLength > 0) return result;
  }
}

interface Encoder {
  on(event: "data", listener: (chunk: Uint8Array) => void): Encoder;
  on(event: "error", listener: (error: Error) => void): Encoder;
  on(event: "end", listener: () => void): Encoder;
  write(chunk: Uint8Array, done: () => void): boolean;
  end(): unknown;
  destroy(): unknown;
}

interface Zlib {
  readonly constants: { readonly Z_SYNC_FLUSH: number };
  createGzip(options: { flush: number }): Encoder;
  createDeflate(options: { flush: number }): Encoder;
}

function createEncoder(encoding: CompressionEncoding): Encoder | undefined {
  try {
    // computed keys: no bundler puts a substitute in its place
    const process: { getBuiltinModule?(id: string): unknown } | undefined = Reflect.get(
      globalThis,
      ["pro", "cess"].join(""),
    );
    const zlib = process?.getBuiltinModule?.(["node", "zlib"].join(":")) as Zlib | undefined;
    const options = { flush: zlib?.constants.Z_SYNC_FLUSH ?? 0 };
    return encoding === "gzip" ? zlib?.createGzip(options) : zlib?.createDeflate(options);
  } catch {
    return undefined;
  }
}
