import { encodeStream, type StreamSource } from "./source.ts";

export interface NdjsonStreamOptions {
  /** Ends the stream: pass the handler's `signal`. */
  signal?: AbortSignal | undefined;
  status?: number | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
}

const encoder = new TextEncoder();

/** An `application/x-ndjson` response: one JSON value on each line, sent as it comes. `undefined` is sent as `null`. */
export function ndjsonStream(items: StreamSource<unknown>, options: NdjsonStreamOptions = {}): Response {
  const encode = (item: unknown) => encoder.encode(`${JSON.stringify(item) ?? "null"}\n`);
  return new Response(encodeStream(items, encode, { signal: options.signal }), {
    status: options.status ?? 200,
    headers: { ...options.headers, "content-type": "application/x-ndjson", "cache-control": "no-store" },
  });
}
