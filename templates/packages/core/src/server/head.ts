import { HttpError } from "../errors/http-error.ts";
import { markReported } from "../errors/reported.ts";

/** RFC 9110 §7.2, without the characters that no server's name has. */
const hostAndPort =
  /^(?:[\w.~-]+|\[[\da-f:.]+\])(?::(?:\d{1,4}|[0-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5]))?$/i;

/** The last that was found good: most requests name the same. */
let knownHost: string | undefined;

/** What follows on the connection may be a request or a part of this one, so it ends with this answer. */
export function refusedHead(detail: string, status = 400): HttpError {
  return markReported(new HttpError(status, detail, { connection: "close" }));
}

/**
 * The rules that hold for the head of every message, whoever has parsed it.
 *
 * @param host the `Host` header; a second line of it, or of the coding, shows as a comma
 * @throws HttpError 400, 501
 */
export function assertMessageHead(
  host: string | undefined,
  coding: string | undefined,
  target: string,
): void {
  if (coding !== undefined && coding.toLowerCase() !== "chunked")
    throw refusedHead("The only transfer coding that is understood here is chunked.", 501);
  if (host !== undefined && host !== knownHost) {
    if (!hostAndPort.test(host)) throw refusedHead("The Host header is not one host with an optional port.");
    knownHost = host;
  }
  if (target.includes("#")) throw refusedHead("The request target has a fragment.");
}
