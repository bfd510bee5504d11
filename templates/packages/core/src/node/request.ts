import type { IncomingMessage, ServerResponse } from "node:http";
import { bodyTooLarge } from "../errors/by-limit.ts";
import { BadRequestError } from "../errors/http-error.ts";
import { bodyBeside, capStream, readStream } from "../http/body.ts";
import type { Deadline, EngineRequest, RequestHeaders } from "../http/request.ts";
import { startShared } from "../server/deadlines.ts";
import { assertMessageHead, refusedHead } from "../server/head.ts";
import { type BodyStream, bodyStream, connectionEnded } from "./body-stream.ts";
import { discardRest } from "./response.ts";

/** A Node request as the engine reads it: straight from the raw header array, without building objects from it. */
export class NodeEngineRequest implements EngineRequest {
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly #incoming: IncomingMessage;
  readonly #outgoing: ServerResponse;
  #body: Uint8Array | undefined;
  #request: Request | undefined;
  #stream: BodyStream | undefined;
  #headers: RequestHeaders | undefined;

  constructor(incoming: IncomingMessage, outgoing: ServerResponse) {
    this.#incoming = incoming;
    this.#outgoing = outgoing;
    this.method = incoming.method ?? "GET";
    const target = originForm(incoming.url ?? "/");
    const mark = target.indexOf("?");
    this.path = mark === -1 ? target : target.slice(0, mark);
    this.search = mark === -1 ? "" : target.slice(mark + 1);
  }

  get url(): string {
    const scheme = "encrypted" in this.#incoming.socket ? "https" : "http";
    const query = this.search === "" ? "" : `?${this.search}`;
    return `${scheme}://${this.header("host") ?? "localhost"}${this.path}${query}`;
  }

  get headers(): RequestHeaders {
    this.#headers ??= {
      get: (name) => this.header(name.toLowerCase()) ?? null,
      has: (name) => this.header(name.toLowerCase()) !== undefined,
      [Symbol.iterator]: () => this.#entries(),
    };
    return this.#headers;
  }

  get headerCount(): number {
    return this.#incoming.rawHeaders.length / 2;
  }

  get remoteAddress(): string | undefined {
    return this.#incoming.socket.remoteAddress;
  }

  header(name: string): string | undefined {
    const raw = this.#incoming.rawHeaders;
    let value: string | undefined;
    for (let i = 0; i < raw.length; i += 2) {
      const key = raw[i];
      if (key === undefined || key.length !== name.length) continue;
      if (key !== name && key.toLowerCase() !== name) continue;
      const line = raw[i + 1] ?? "";
      value = value === undefined ? line : value + (name === "cookie" ? "; " : ", ") + line;
    }
    return value;
  }

  startDeadline(milliseconds: number, expire: () => void): Deadline {
    return startShared(milliseconds, expire);
  }

  assertHead(): void {
    const { url, httpVersion } = this.#incoming;
    if (httpVersion !== "1.1" && httpVersion !== "1.0")
      throw refusedHead("Requests of this version of HTTP are not understood here.", 505);
    const host = this.header("host");
    assertMessageHead(host, this.header("transfer-encoding"), url ?? "");
    if (host === undefined && httpVersion === "1.1")
      throw refusedHead("The Host header is not one host with an optional port.");
  }

  hasBody(): boolean {
    const length = this.header("content-length");
    return (length !== undefined && length !== "0") || this.header("transfer-encoding") !== undefined;
  }

  /** Takes in what is left of a body that nobody will read, so that the client gets to see the answer. */
  discardRest(): void {
    if (this.#incoming.complete || !this.hasBody()) return;
    this.#stream?.abandon();
    discardRest(this.#incoming);
  }

  readBody(limitBytes: number): Promise<Uint8Array> {
    const incoming = this.#incoming;
    if (this.#request) return readStream(bodyBeside(this.#request), limitBytes);
    return new Promise((resolve, reject) => {
      // the listeners stay: taking them off costs more than they do, and the message goes with its response
      let chunks: Buffer[] | undefined = [];
      let size = 0;
      const onGone = (): void => {
        if (chunks) reject(connectionEnded());
        chunks = undefined;
      };
      if (incoming.destroyed) return onGone();
      incoming.on("data", (chunk: Buffer) => {
        if (!chunks) return;
        size += chunk.length;
        if (size <= limitBytes) {
          chunks.push(chunk);
          return;
        }
        chunks = undefined;
        incoming.pause();
        reject(bodyTooLarge(limitBytes));
      });
      incoming.on("end", () => {
        if (!chunks) return;
        this.#body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size);
        chunks = undefined;
        resolve(this.#body);
      });
      // what is destroyed always closes, and fails by an error only where somebody listens for it
      incoming.on("close", onGone);
    });
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
    if (this.#outgoing.destroyed) {
      callback();
      return;
    }
    this.#outgoing.once("close", () => {
      if (!this.#outgoing.writableFinished) callback();
    });
  }

  #requestBody(limitBytes: number): {
    body?: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
    duplex?: "half";
  } {
    if (this.method === "GET" || this.method === "HEAD" || !this.hasBody()) return {};
    if (this.#body) return { body: new Uint8Array(this.#body) };
    this.#stream = bodyStream(this.#incoming);
    return { body: capStream(this.#stream.stream, limitBytes), duplex: "half" };
  }

  *#entries(): Generator<[string, string]> {
    const raw = this.#incoming.rawHeaders;
    const seen = new Set<string>();
    for (let i = 0; i < raw.length; i += 2) {
      const name = (raw[i] ?? "").toLowerCase();
      if (seen.has(name)) continue;
      seen.add(name);
      yield [name, this.header(name) ?? ""];
    }
  }
}

/** The path and query of a request target; the absolute form (RFC 9112 §3.2.2) loses its authority. */
function originForm(target: string): string {
  if (target.startsWith("/")) return target;
  const authority = target.indexOf("://");
  if (authority === -1) return target;
  const end = target.slice(authority + 3).search(/[/?]/);
  if (end === -1) return "/";
  const rest = target.slice(authority + 3 + end);
  return rest.startsWith("?") ? `/${rest}` : rest;
}
