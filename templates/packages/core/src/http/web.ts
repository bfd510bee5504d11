import { bodyBeside, capStream, readStream } from "./body.ts";
import type { EngineRequest, RequestHeaders } from "./request.ts";
import type { EngineResponse } from "./response.ts";
import { hasNoContent } from "./status.ts";

export interface WebRequestOptions extends Pick<EngineRequest, "platformAddress" | "waitUntil"> {
  readonly remoteAddress?: string | undefined;
}

/** A Web `Request` as the engine reads it. */
export class WebEngineRequest implements EngineRequest {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly search: string;
  readonly headers: RequestHeaders;
  readonly remoteAddress: string | undefined;
  readonly platformAddress: string | null | undefined;
  readonly waitUntil: ((work: Promise<unknown>) => void) | undefined;
  readonly #request: Request;
  #capped: Request | undefined;
  #body: Uint8Array<ArrayBuffer> | undefined;

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
    this.waitUntil = options.waitUntil;
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
    const body = this.#capped ? bodyBeside(this.#capped) : this.#request.body;
    this.#body = await readStream(body, limitBytes);
    return this.#body;
  }

  toRequest(limitBytes: number): Request {
    if (this.#capped) return this.#capped;
    const body = this.#body ?? this.#request.body;
    if (body === null) return this.#request;
    const init: RequestInit & { duplex: "half" } = {
      body: body instanceof ReadableStream ? capStream(body, limitBytes) : body,
      duplex: "half",
    };
    this.#capped = new Request(this.#request, init);
    return this.#capped;
  }

  onClientGone(callback: () => void): void {
    if (this.#request.signal.aborted) callback();
    else this.#request.signal.addEventListener("abort", callback, { once: true });
  }
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
