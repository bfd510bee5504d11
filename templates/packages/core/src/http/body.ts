import { bodyTooLarge } from "../errors/by-limit.ts";
import { InternalError } from "../errors/http-error.ts";

async function* capped(body: ReadableStream<Uint8Array>, limitBytes: number): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      size += value.byteLength;
      if (size > limitBytes) {
        const error = bodyTooLarge(limitBytes);
        reader.cancel(error).catch(() => {});
        throw error;
      }
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}

/** All of a stream. Rejects with a 413 as soon as more than `limitBytes` came through. */
export async function readStream(
  body: ReadableStream<Uint8Array> | null,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (body !== null) {
    for await (const chunk of capped(body, limitBytes)) {
      chunks.push(chunk);
      size += chunk.byteLength;
    }
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}

/** The same stream, which fails with a 413 once more than `limitBytes` came through. */
export function capStream(body: ReadableStream<Uint8Array>, limitBytes: number): ReadableStream<Uint8Array> {
  const chunks = capped(body, limitBytes);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}

/**
 * The body of a `Request` that a hook was given before the route's own body was read; the hook's stays readable.
 *
 * @throws InternalError when the hook has read it
 */
export function bodyBeside(request: Request): ReadableStream<Uint8Array> | null {
  if (request.bodyUsed) {
    throw new InternalError(
      "A hook has read the body before the route could; let it read ctx.request.clone() instead.",
    );
  }
  return request.clone().body;
}
