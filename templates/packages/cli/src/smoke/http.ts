import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { setImmediate as turn } from "node:timers/promises";
import { loopback } from "../processes/port.ts";
import { Finding } from "./check.ts";

/** A request as it goes over the wire: nothing is added to it but `Host` and `Connection: close`. */
export interface Question {
  readonly method: string;
  readonly path: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  /** Send the body in pieces without saying its length. Default false. */
  readonly streamed?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const pieceBytes = 8192;
const keptBytes = 256 * 1024;

/**
 * Asks over a connection of its own. What goes wrong with the connection after the answer has come is no matter: a
 * server that refuses a body may well close before all of it was sent.
 *
 * @throws {Finding} when no answer comes within `timeoutMs`
 */
export function ask(port: number, question: Question, timeoutMs: number): Promise<Answer> {
  const { method, path, headers = [], body, streamed = false } = question;
  return new Promise((resolve, reject) => {
    const fail = (words: string): void => reject(new Finding(`expected an answer, got ${words}`));
    const outgoing = request({
      host: loopback,
      port,
      method,
      path,
      agent: false,
      headers: [
        ...["Host", `${loopback}:${port}`, "Connection", "close"],
        ...framing(method, body, streamed),
        ...headers.flat(),
      ],
    });
    const late = setTimeout(() => {
      fail(`none within ${timeoutMs} ms`);
      outgoing.destroy();
    }, timeoutMs);
    outgoing.once("close", () => clearTimeout(late));
    outgoing.on("error", (error) => fail(`a connection that broke (${error.message})`));
    outgoing.once("response", (incoming) => {
      read(incoming).then(resolve, (error: Error) => fail(`half of one (${error.message})`));
    });
    if (streamed && body !== undefined) stream(outgoing, body);
    else outgoing.end(body);
  });
}

function framing(method: string, body: string | undefined, streamed: boolean): string[] {
  if (streamed) return ["Transfer-Encoding", "chunked"];
  if (body === undefined && (method === "GET" || method === "HEAD")) return [];
  return ["Content-Length", String(Buffer.byteLength(body ?? ""))];
}

/** Piece by piece, as a client does that has no end in sight; an answer ends it early. */
async function stream(outgoing: ReturnType<typeof request>, body: string): Promise<void> {
  let answered = false;
  outgoing.once("response", () => {
    answered = true;
  });
  const bytes = Buffer.from(body);
  for (let at = 0; at < bytes.length && !answered && !outgoing.destroyed; at += pieceBytes) {
    outgoing.write(bytes.subarray(at, at + pieceBytes));
    await turn();
  }
  outgoing.end();
}

async function read(incoming: IncomingMessage): Promise<Answer> {
  let text = "";
  incoming.setEncoding("utf8");
  for await (const chunk of incoming) if (text.length < keptBytes) text += chunk;
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, text };
}
