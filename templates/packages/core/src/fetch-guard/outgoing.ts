/** The request of one hop, and its body, which may have to be sent again. */

export interface Outgoing {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: OutgoingBody | undefined;
}

export interface OutgoingBody {
  readonly content: Blob | ReadableStream<Uint8Array>;
  /** The same body for another hop; `undefined` if it was a stream that is gone. */
  replay(): OutgoingBody | undefined;
}

/**
 * Headers that describe the connection. The client sets them itself; from the caller they are dropped in silence, as the
 * Fetch standard does with forbidden headers. A caller's `Host` would reach a virtual host that was never checked.
 */
const connectionHeaders = [
  "connection",
  "content-length",
  "expect",
  "host",
  "http2-settings",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** Bytes of a stream that are kept for a redirect that repeats the body (307, 308). */
const replayBytes = 64 * 1024;

/**
 * Reads fetch's arguments as the runtime's `Request` does: methods, header names and body types are judged there.
 *
 * @param url the parsed URL of `input`, free of credentials
 * @throws TypeError as `new Request` does, and for `integrity`, which is not verified here
 */
export async function readOutgoing(
  url: URL,
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<{ outgoing: Outgoing; redirect: Request["redirect"] }> {
  // The guard listens to the caller's signal itself.
  const request = new Request(input instanceof Request ? input : url.href, { ...init, signal: null });
  if (request.integrity) {
    throw new TypeError(
      "fetchGuard does not verify integrity metadata: read the body and compare its digest.",
    );
  }
  const headers = new Headers(request.headers);
  for (const name of connectionHeaders) headers.delete(name);
  const outgoing: Outgoing = {
    url,
    method: request.method,
    headers,
    body: await readBody(request, init?.body),
  };
  return { outgoing, redirect: request.redirect };
}

async function readBody(request: Request, given: unknown): Promise<OutgoingBody | undefined> {
  if (request.body === null) return undefined;
  if (given === undefined || given === null) return recordedBody(request.body);
  const isStream =
    typeof given === "object" && (given instanceof ReadableStream || Symbol.asyncIterator in given);
  return isStream ? { content: request.body, replay: () => undefined } : blobBody(await request.blob());
}

function blobBody(blob: Blob): OutgoingBody {
  const body = { content: blob, replay: () => body };
  return body;
}

/** The body of a `Request`, whose source cannot be seen: a short one is kept for another hop as it goes out. */
function recordedBody(stream: ReadableStream<Uint8Array>): OutgoingBody {
  let kept: Uint8Array<ArrayBuffer>[] | undefined = [];
  let size = 0;
  let complete = false;
  const recorder = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      size += chunk.byteLength;
      if (size > replayBytes) kept = undefined;
      kept?.push(new Uint8Array(chunk));
      controller.enqueue(chunk);
    },
    flush() {
      complete = true;
    },
  });
  return {
    content: stream.pipeThrough(recorder),
    replay: () => (kept !== undefined && complete ? blobBody(new Blob(kept)) : undefined),
  };
}
