import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { listen } from "./listen.ts";
import type { Place } from "./place.ts";

type Handler = (event: object, context: object) => Promise<Result>;

/** The members of an answer (payload 2.0) that matter here. */
interface Result {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** What Lambda takes as an event. */
const mostBytes = 6 * 1024 * 1024;
const timeoutMs = 30_000;

/** A Lambda function behind a Function URL: the module exports `handler`. */
export function hostLambda(module: Readonly<Record<string, unknown>>, place: Place): void {
  const handler = handlerOf(module["handler"]);
  listen(place, async (incoming, outgoing) => {
    const body = await bodyOf(incoming);
    if (body === undefined) {
      outgoing.writeHead(413, { connection: "close" }).end();
      return;
    }
    const deadline = Date.now() + timeoutMs;
    const context = { getRemainingTimeInMillis: () => deadline - Date.now() };
    send(await handler(functionUrlEvent(incoming, body), context), outgoing);
  });
}

function handlerOf(handler: unknown): Handler {
  if (typeof handler === "function") return (event, context) => handler(event, context);
  throw new Error("The entry exports no handler.");
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A request as a Function URL says it (payload 2.0). */
export function functionUrlEvent(incoming: IncomingMessage, body: Buffer): object {
  const { method = "GET", url = "/" } = incoming;
  const [rawPath = "/", ...query] = url.split("?");
  const { cookie, ...headers } = Object.fromEntries(
    Object.entries(incoming.headersDistinct).map(([name, values]) => [name, (values ?? []).join(",")]),
  );
  const isText = /^(?:text\/|application\/(?:json|x-www-form-urlencoded))/.test(
    headers["content-type"] ?? "",
  );
  const sourceIp = incoming.socket.remoteAddress ?? "127.0.0.1";
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString: query.join("?"),
    ...(cookie === undefined ? {} : { cookies: cookie.split("; ") }),
    headers: { ...headers, "x-forwarded-for": sourceIp, "x-forwarded-proto": "https" },
    requestContext: {
      accountId: "anonymous",
      domainName: headers["host"] ?? "localhost",
      requestId: randomUUID(),
      stage: "$default",
      http: { method, path: rawPath, protocol: "HTTP/1.1", sourceIp, userAgent: headers["user-agent"] ?? "" },
    },
    ...(body.length > 0 ? { body: body.toString(isText ? "utf8" : "base64") } : {}),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

function send(result: Result, outgoing: ServerResponse): void {
  const body = Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8");
  const cookies = (result.cookies ?? []).flatMap((cookie) => ["set-cookie", cookie]);
  outgoing.writeHead(result.statusCode, [...Object.entries(result.headers ?? {}).flat(), ...cookies]);
  outgoing.end(body);
}
