/** The Fetch standard's "HTTP-redirect fetch", as a function of one hop. */
import { networkError, SsrfBlockedError } from "./errors.ts";
import type { Outgoing } from "./outgoing.ts";
import { parseUrl } from "./url-policy.ts";

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

const bodyHeaders = ["content-encoding", "content-language", "content-location", "content-type"];

/**
 * What may follow a redirect to another origin. A list of what is known to be harmless, because no list of secrets can
 * know that this caller's key travels as `X-Acme-Key`.
 */
const crossOriginHeaders: ReadonlySet<string> = new Set([
  ...bodyHeaders,
  "accept",
  "accept-encoding",
  "accept-language",
  "cache-control",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-range",
  "if-unmodified-since",
  "pragma",
  "range",
  "user-agent",
]);

/** The target of a redirect, or `undefined` if the response is none. */
export function redirectTarget(status: number, headers: Headers): string | undefined {
  return redirectStatuses.has(status) ? (headers.get("location") ?? undefined) : undefined;
}

/**
 * The request that follows a redirect: a POST becomes a GET after 301 and 302, everything but HEAD after 303; 307 and 308
 * repeat method and body. Other origins get no credentials and no headers beyond the harmless ones.
 *
 * @throws SsrfBlockedError for a redirect from https to http
 * @throws TypeError if the location is no URL, or the body is a stream that cannot be sent twice
 */
export function followRedirect(from: Outgoing, status: number, location: string): Outgoing {
  const url = parseUrl(fromLatin1(location), from.url);
  if (from.url.protocol === "https:" && url.protocol === "http:") {
    throw new SsrfBlockedError(url, "redirect-downgrade", "a redirect from https must not lead to http.");
  }
  const toGet =
    status === 303 ? from.method !== "GET" && from.method !== "HEAD" : status < 303 && from.method === "POST";
  const headers = new Headers(from.headers);
  if (toGet) for (const name of bodyHeaders) headers.delete(name);
  if (url.origin !== from.url.origin) {
    for (const name of [...headers.keys()]) if (!crossOriginHeaders.has(name)) headers.delete(name);
  }
  if (toGet) return { url, method: "GET", headers, body: undefined };

  const body = from.body?.replay();
  if (from.body !== undefined && body === undefined) {
    throw networkError(
      `a ${status} redirect asks for the body again, and a stream can be sent only once. Pass a string, bytes or a Blob.`,
    );
  }
  return { url, method: from.method, headers, body };
}

/** Header values arrive as one character per byte; servers send UTF-8 in `Location`. */
function fromLatin1(value: string): string {
  const bytes = Uint8Array.from(value, (character) => character.charCodeAt(0));
  const isLatin1 = [...value].every((character) => character.charCodeAt(0) < 256);
  return isLatin1 ? new TextDecoder().decode(bytes) : value;
}
