/** What the caller gets: a `Response` with a limited body, that knows its URL. */
import type { Deadline } from "./deadline.ts";
import { FetchLimitError } from "./errors.ts";
import { discard, type Incoming } from "./incoming.ts";
import { readableFrom } from "./streams.ts";

export interface ResponseContext {
  readonly url: URL;
  readonly redirected: boolean;
  readonly method: string;
}

/**
 * Wraps a response so that its body ends with a `FetchLimitError` past `maxBytes` or the deadline. The deadline ends with
 * the body.
 *
 * @throws FetchLimitError at once if `Content-Length` says that it is too large
 */
export function toResponse(
  incoming: Incoming,
  context: ResponseContext,
  maxBytes: number,
  deadline: Deadline,
): Response {
  const { status, statusText, headers } = incoming;
  const hasBody = incoming.body !== null && context.method !== "HEAD" && !isNullBodyStatus(status);
  if (!hasBody) {
    discard(incoming);
    deadline.end();
    return describe(new Response(null, { status, statusText, headers }), context);
  }
  const tooLarge = new FetchLimitError(context.url, "maxResponseBytes", maxBytes);
  if (Number(headers.get("content-length")) > maxBytes) {
    discard(incoming);
    throw tooLarge;
  }
  const reader = incoming.body.getReader();
  const release = (reason?: unknown) => {
    deadline.end();
    reader.cancel(reason).catch(() => {});
  };
  const limited = limitBody(reader, maxBytes, tooLarge, deadline);
  const body = readableFrom(limited, release, (error) =>
    deadline.signal.aborted ? deadline.signal.reason : error,
  );
  return describe(new Response(body, { status, statusText, headers }), context);
}

async function* limitBody(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
  tooLarge: FetchLimitError,
  deadline: Deadline,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for (;;) {
    const { done, value } = await deadline.race(reader.read());
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) throw tooLarge;
    yield value;
  }
  deadline.end();
}

/** `url` and `redirected` cannot be handed to the constructor, and `clone()` would lose them. */
function describe(response: Response, context: ResponseContext): Response {
  const clone = response.clone.bind(response);
  return Object.defineProperties(response, {
    url: { value: context.url.href },
    redirected: { value: context.redirected },
    clone: { value: () => describe(clone(), context) },
  });
}

/** Statuses whose responses have no body, whatever their headers say (Fetch standard, "null body status"). */
function isNullBodyStatus(status: number): boolean {
  return status === 101 || status === 103 || status === 204 || status === 205 || status === 304;
}
