import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { listen } from "./listen.ts";
import type { Place } from "./place.ts";

type Fetch = (request: Request) => Promise<Response>;

/** A Vercel Function on the Node runtime: the module's default export has a `fetch`. */
export function hostVercel(module: Readonly<Record<string, unknown>>, place: Place): void {
  const fetch = fetchOf(module["default"]);
  listen(place, async (incoming, outgoing) => {
    await send(await fetch(requestOf(incoming, outgoing)), outgoing);
  });
}

function fetchOf(handler: unknown): Fetch {
  if (
    typeof handler === "object" &&
    handler !== null &&
    "fetch" in handler &&
    typeof handler.fetch === "function"
  ) {
    return handler.fetch.bind(handler);
  }
  throw new Error("The entry exports no { fetch } by default.");
}

function requestOf(incoming: IncomingMessage, outgoing: ServerResponse): Request {
  const { method = "GET", url = "/", headers } = incoming;
  const sent = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === "string") sent.set(name, value);
    else for (const one of value ?? []) sent.append(name, one);
  }
  // Vercel writes these itself, whatever the client sent.
  const address = incoming.socket.remoteAddress ?? "";
  for (const name of ["x-forwarded-for", "x-real-ip", "x-vercel-forwarded-for"]) sent.set(name, address);
  const gone = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  const init: RequestInit & { duplex: "half" } = {
    method,
    headers: sent,
    signal: gone.signal,
    duplex: "half",
  };
  if (method !== "GET" && method !== "HEAD") {
    const body: NodeReadableStream<Uint8Array> = Readable.toWeb(incoming);
    init.body = body as ReadableStream<Uint8Array>;
  }
  return new Request(`http://${headers.host ?? "localhost"}${url}`, init);
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  const cookies = response.headers.getSetCookie();
  const headers = [...response.headers].filter(([name]) => name !== "set-cookie");
  outgoing.writeHead(response.status, [
    ...headers.flat(),
    ...cookies.flatMap((cookie) => ["set-cookie", cookie]),
  ]);
  if (response.body === null) outgoing.end();
  else await pipeline(Readable.fromWeb(response.body as NodeReadableStream<Uint8Array>), outgoing);
}
