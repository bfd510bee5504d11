import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request } from "node:http";

export interface Outgoing {
  readonly method?: string;
  /** The target, sent exactly as it is. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Sent at once with `Content-Length`, or chunk by chunk where it is a list. */
  readonly body?: string | Uint8Array | readonly (string | Uint8Array)[];
}

export interface Answer {
  readonly status: number;
  /** One by its lower-case name; several lines are joined, except for `set-cookie` (see `all`). */
  header(name: string): string | undefined;
  /** Every line of one name, in order. */
  all(name: string): readonly string[];
  readonly body: Buffer;
  text(): string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads is judged by its expectations
  json(): any;
}

/** An exchange of which both sides are open. */
export interface OpenExchange {
  readonly request: ClientRequest;
  readonly response: Promise<IncomingMessage>;
  /** The next piece of the response, or `undefined` at its end. */
  next(): Promise<string | undefined>;
  /** Breaks the connection off. */
  abandon(): void;
}

/** Speaks HTTP/1.1, every request on a connection of its own, with nothing normalised on the way. */
export class Client {
  readonly origin: string;

  constructor(origin: string) {
    this.origin = origin;
  }

  async send({ body, ...head }: Outgoing): Promise<Answer> {
    const { request: outgoing, response } = this.open(head);
    if (Array.isArray(body)) {
      for (const chunk of body) outgoing.write(chunk);
      outgoing.end();
    } else if (typeof body === "string" || body instanceof Uint8Array) {
      outgoing.setHeader("content-length", Buffer.byteLength(body)).end(body);
    } else outgoing.end();
    const incoming = await response;
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    return answerOf(incoming, Buffer.concat(chunks));
  }

  get(path: string, headers: Outgoing["headers"] = {}): Promise<Answer> {
    return this.send({ path, headers });
  }

  /** Opens an exchange; the caller writes the body and ends it. */
  open({ method = "GET", path, headers = {} }: Omit<Outgoing, "body">): OpenExchange {
    const outgoing = request(this.origin, { method, path, headers: copied(headers), agent: false });
    // A server that answers early may cut off what is still being sent.
    let failure: unknown;
    outgoing.on("error", (error) => {
      failure = error;
    });
    const response = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once("response", resolve);
      outgoing.once("close", () => reject(failure ?? new Error(`${method} ${path} got no answer.`)));
    });
    response.catch(() => {});
    return {
      request: outgoing,
      response,
      async next() {
        const incoming = await response;
        for (;;) {
          const chunk: unknown = incoming.read();
          if (chunk instanceof Buffer) return chunk.toString();
          if (incoming.readableEnded || incoming.destroyed) return undefined;
          await Promise.race([once(incoming, "readable"), once(incoming, "end"), once(incoming, "close")]);
        }
      },
      abandon: () => void outgoing.destroy(),
    };
  }
}

const copied = (headers: NonNullable<Outgoing["headers"]>): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === "string" ? value : [...value]]),
  );

function answerOf({ statusCode = 0, headersDistinct }: IncomingMessage, body: Buffer): Answer {
  const all = (name: string): readonly string[] => headersDistinct[name] ?? [];
  return {
    status: statusCode,
    header: (name) => (all(name).length === 0 ? undefined : all(name).join(", ")),
    all,
    body,
    text: () => body.toString(),
    json: () => JSON.parse(body.toString()),
  };
}
