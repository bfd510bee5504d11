/** What a stream is made of: anything that can be iterated, at once or over time. */
export type StreamSource<T> = AsyncIterable<T> | Iterable<T>;

export interface EncodeOptions {
  /** Ends the stream, and the source with it: pass the handler's `signal`. */
  signal?: AbortSignal | undefined;
  /** Bytes to send whenever nothing came for `everyMs`. */
  idle?: { readonly everyMs: number; readonly chunk: Uint8Array } | undefined;
}

/**
 * Items as bytes, at the pace of whoever reads: the next item is asked for when there is room. A reader that goes away, or
 * a signal that aborts, ends the source (`return()`), so that its `finally` runs.
 */
export function encodeStream<T>(
  source: StreamSource<T>,
  encode: (item: T) => Uint8Array,
  { signal, idle }: EncodeOptions,
): ReadableStream<Uint8Array> {
  const items = iterate(source);
  let pending: Promise<IteratorResult<T>> | undefined;
  let ended = false;
  async function stop(): Promise<void> {
    if (ended) return;
    ended = true;
    await items.return?.();
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const abort = (): void => {
          if (ended) return;
          controller.close();
          stop().catch(() => {});
        };
        if (signal?.aborted) abort();
        else signal?.addEventListener("abort", abort, { once: true });
      },
      async pull(controller) {
        pending ??= Promise.resolve(items.next());
        const next = await (idle ? firstOf(pending, idle.everyMs) : pending);
        if (ended) return;
        if (next === "idle") {
          if (idle) controller.enqueue(idle.chunk);
          return;
        }
        pending = undefined;
        if (next.done) {
          ended = true;
          controller.close();
        } else {
          controller.enqueue(encode(next.value));
        }
      },
      cancel: stop,
    },
    { highWaterMark: 0 },
  );
}

function iterate<T>(source: StreamSource<T>): AsyncIterator<T> | Iterator<T> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}

async function firstOf<T>(next: Promise<T>, milliseconds: number): Promise<T | "idle"> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const idle = new Promise<"idle">((resolve) => {
    timer = setTimeout(() => resolve("idle"), milliseconds);
  });
  try {
    return await Promise.race([next, idle]);
  } finally {
    clearTimeout(timer);
  }
}
