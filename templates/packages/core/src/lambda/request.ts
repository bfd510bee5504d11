import { bodyTooLarge } from "../errors/by-limit.ts";
import { BadRequestError } from "../errors/http-error.ts";
import { bodyBeside, capStream, readStream } from "../http/body.ts";
import type { EngineRequest, RequestHeaders } from "../http/request.ts";
import { assertMessageHead } from "../server/head.ts";
import type { EventRequest } from "./read-event.ts";

export interface InvocationOptions {
  readonly remainingMs: number | undefined;
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** Calls back when the client goes away, where the platform tells. */
  readonly onClientGone?: (callback: () => void) => void;
}

/** An event as the engine reads it. */
export class LambdaEngineRequest implements EngineRequest {
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly remoteAddress = undefined;
  readonly platformAddress: string | null;
  readonly remainingMs: number | undefined;
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly headers: RequestHeaders;
  readonly #event: EventRequest;
  readonly #options: InvocationOptions;
  #request: Request | undefined;

  constructor(event: EventRequest, options: InvocationOptions) {
    this.#event = event;
    this.#options = options;
    this.method = event.method;
    this.path = event.path;
    this.search = event.search;
    this.platformAddress = event.clientAddress;
    this.remainingMs = options.remainingMs;
    this.waitUntil = options.waitUntil;
    this.headers = {
      get: (name) => this.header(name.toLowerCase()) ?? null,
      has: (name) => this.header(name.toLowerCase()) !== undefined,
      [Symbol.iterator]: () => this.#entries(),
    };
  }

  get url(): string {
    const query = this.search === "" ? "" : `?${this.search}`;
    // written by the platform; only a load balancer may listen without TLS
    const scheme = this.header("x-forwarded-proto") === "http" ? "http" : "https";
    return `${scheme}://${this.#event.host ?? "localhost"}${this.path}${query}`;
  }

  get headerCount(): number {
    return this.#event.headers.length;
  }

  assertHead(): void {
    if (this.#event.fault) throw this.#event.fault;
    assertMessageHead(this.#event.host, undefined, this.path);
  }

  header(name: string): string | undefined {
    const values = this.#event.headers.filter(([key]) => key === name).map(([, value]) => value);
    return values.length === 0 ? undefined : values.join(name === "cookie" ? "; " : ", ");
  }

  hasBody(): boolean {
    return this.#event.body !== "";
  }

  async readBody(limitBytes: number): Promise<Uint8Array> {
    if (this.#request) return readStream(bodyBeside(this.#request), limitBytes);
    return this.#bytes(limitBytes);
  }

  toRequest(limitBytes: number): Request {
    try {
      this.#request ??= new Request(this.url, {
        method: this.method,
        headers: [...this.#entries()],
        ...this.#requestBody(limitBytes),
      });
    } catch {
      throw new BadRequestError("The Host header or the method is not one that a request can have.");
    }
    return this.#request;
  }

  onClientGone(callback: () => void): void {
    this.#options.onClientGone?.(callback);
  }

  #requestBody(limitBytes: number): { body?: ReadableStream<Uint8Array>; duplex?: "half" } {
    if (this.method === "GET" || this.method === "HEAD" || !this.hasBody()) return {};
    const whole = new Response(this.#bytes(Number.POSITIVE_INFINITY)).body;
    return whole === null ? {} : { body: capStream(whole, limitBytes), duplex: "half" };
  }

  /** @throws PayloadTooLargeError before anything is decoded */
  #bytes(limitBytes: number): Uint8Array<ArrayBuffer> {
    const { body, isBase64 } = this.#event;
    const encoding = isBase64 ? "base64" : "utf8";
    if (Buffer.byteLength(body, encoding) > limitBytes) {
      throw bodyTooLarge(limitBytes);
    }
    return new Uint8Array(Buffer.from(body, encoding));
  }

  *#entries(): Generator<[string, string]> {
    for (const name of new Set(this.#event.headers.map(([key]) => key)))
      yield [name, this.header(name) ?? ""];
  }
}
