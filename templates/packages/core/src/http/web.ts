import { PayloadTooLargeError } from "../errors/http-error.ts";
import type { EngineRequest, RequestHeaders } from "./request.ts";
import type { EngineResponse } from "./response.ts";
import { hasNoContent } from "./status.ts";

export interface WebRequestOptions {
  remoteAddress?: string | undefined;
  platformAddress?: string | undefined;
}

/** A Web `Request` as the engine reads it. */
export class WebEngineRequest implements EngineRequest {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly search: string;
  readonly headers: RequestHeaders;
  readonly remoteAddress: string | undefined;
  readonly platformAddress: string | undefined;
  readonly #request: Request;
  #capped: Request | undefined;

  constructor(request: Request, options: WebRequestOptions = {}) {
    this.#request = request;
    this.method = request.method;
    this.url = request.url;
    const pathStart = request.url.indexOf("/", request.url.indexOf("://") + 3);
    const hash = request.url.indexOf("#");
    const end = hash === -1 ? request.url.length : hash;
    const mark = request.url.indexOf("?");
    const pathEnd = mark === -1 || mark > end ? end : mark;
    this.path = pathStart === -1 ? "/" : request.url.slice(pathStart, pathEnd);
    this.search = pathEnd === end ? "" : request.url.slice(pathEnd + 1, end);
    this.headers = request.headers;
    this.remoteAddress = options.remoteAddress;
    this.platformAddress = options.platformAddress;
  }

  get headerCount(): number {
    let count = 0;
    for (const _ of this.headers) count++;
    return count;
  }

  header(name: string): string | undefined {
    return this.headers.get(name) ?? undefined;
  }

  hasBody(): boolean {
    return this.#request.body !== null;
  }

  async readBody(limitBytes: number): Promise<Uint8Array> {
    const { body } = this.#request;
    if (body === null) return new Uint8Array();
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of capped(body, limitBytes)) {
      chunks.push(chunk);
      size += chunk.byteLength;
    }
    if (chunks.length === 1 && chunks[0]) return chunks[0];
    const whole = new Uint8Array(size);
    let offset = 0;
    for (const chunk of chunks) {
      whole.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return whole;
  }

  toRequest(limitBytes: number): Request {
    if (this.#capped) return this.#capped;
    const { body } = this.#request;
    if (body === null || this.#request.bodyUsed) {
      this.#capped = this.#request;
    } else {
      const init: RequestInit & { duplex: "half" } = { body: capStream(body, limitBytes), duplex: "half" };
      this.#capped = new Request(this.#request, init);
    }
    return this.#capped;
  }

  onClientGone(callback: () => void): void {
    this.#request.signal.addEventListener("abort", callback, { once: true });
  }
}

async function* capped(body: ReadableStream<Uint8Array>, limitBytes: number): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      size += value.byteLength;
      if (size > limitBytes) {
        const error = new PayloadTooLargeError(`The body is larger than ${limitBytes} bytes.`);
        reader.cancel(error).catch(() => {});
        throw error;
      }
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
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

/** The engine's response as a Web `Response`. `HEAD` keeps the headers that `GET` would send, and no body. */
export function toWebResponse(response: EngineResponse, method: string): Response {
  const headers = new Headers();
  for (const [name, value] of response.headers) headers.append(name, value);
  const { body, status } = response;
  if (typeof body === "string" || body instanceof Uint8Array) {
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    headers.set("content-length", String(bytes.byteLength));
    return new Response(method === "HEAD" || hasNoContent(status) ? null : new Uint8Array(bytes), {
      status,
      headers,
    });
  }
  if (method === "HEAD" || hasNoContent(status)) {
    body?.cancel().catch(() => {});
    return new Response(null, { status, headers });
  }
  return new Response(body, { status, headers });
}
