import { encodeStream, type StreamSource } from "./source.ts";

/** One server-sent event (WHATWG HTML §9.2). */
export interface ServerSentEvent {
  /** The payload: a string as it is, everything else as JSON. */
  data: unknown;
  /** The type a listener listens for. Default `message`. */
  event?: string | undefined;
  /** What the browser sends as `Last-Event-ID` when it reconnects. */
  id?: string | undefined;
  /** Milliseconds after which the browser reconnects. */
  retryMs?: number | undefined;
}

export interface EventStreamOptions {
  /** Ends the stream: pass the handler's `signal`. */
  signal?: AbortSignal | undefined;
  /** A comment is sent when nothing came for so long, so that proxies keep the connection. Default 15,000; 0 off. */
  keepAliveMs?: number | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
}

const encoder = new TextEncoder();

/**
 * A `text/event-stream` response. Line breaks in `data` become further data lines, so no payload can forge an event.
 *
 * @throws TypeError (while streaming) when `event` or `id` holds a line break or NUL, or `retryMs` is no whole number
 */
export function eventStream(
  events: StreamSource<ServerSentEvent>,
  options: EventStreamOptions = {},
): Response {
  const { signal, keepAliveMs = 15_000 } = options;
  const idle = keepAliveMs > 0 ? { everyMs: keepAliveMs, chunk: encoder.encode(":\n\n") } : undefined;
  return new Response(encodeStream(events, encodeEvent, { signal, idle }), {
    headers: {
      ...options.headers,
      "content-type": "text/event-stream",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

function encodeEvent({ data, event, id, retryMs }: ServerSentEvent): Uint8Array {
  let text = "";
  if (event !== undefined) text += `event: ${singleLine("event", event)}\n`;
  if (id !== undefined) text += `id: ${singleLine("id", id)}\n`;
  if (retryMs !== undefined) {
    if (!Number.isSafeInteger(retryMs) || retryMs < 0)
      throw new TypeError("eventStream(): retryMs must be a whole number.");
    text += `retry: ${retryMs}\n`;
  }
  const payload = typeof data === "string" ? data : (JSON.stringify(data) ?? "null");
  for (const line of payload.split(/\r\n|\r|\n/)) text += `data: ${line}\n`;
  return encoder.encode(`${text}\n`);
}

function singleLine(field: string, value: string): string {
  if (/[\r\n\0]/.test(value)) throw new TypeError(`eventStream(): ${field} must be a single line.`);
  return value;
}
