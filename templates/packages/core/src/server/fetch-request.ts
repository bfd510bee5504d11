import { RequestHeaderFieldsTooLargeError } from "../errors/http-error.ts";
import type { Deadline } from "../http/request.ts";
import { WebEngineRequest } from "../http/web.ts";
import { startShared } from "./deadlines.ts";
import { assertMessageHead, refusedHead } from "./head.ts";

/** As large as the header fields of a request may be together, in bytes: what Node and Bun take at most. */
const maxHeaderBytes = 16 * 1024;

/**
 * A request of a runtime that listens itself and hands over Web requests (Bun, Deno). Deno puts the `Host` header before the
 * target without a look at either, so that `Host: a/admin?` would make the path `/admin`: such a head is refused.
 */
export class FetchEngineRequest extends WebEngineRequest {
  #answered = false;

  constructor(request: Request, remoteAddress: string | undefined) {
    // Bun has no host to put before the target of an HTTP/1.0 request without one
    const whole = request.url.startsWith("/")
      ? new Request(`http://localhost${request.url}`, request)
      : request;
    super(whole, { remoteAddress });
  }

  startDeadline(milliseconds: number, expire: () => void): Deadline {
    return startShared(milliseconds, expire);
  }

  assertHead(): void {
    const host = this.header("host");
    assertMessageHead(host, this.header("transfer-encoding"), this.url);
    if (host !== undefined && !isServerOf(this.url, host))
      throw refusedHead("The Host header and the request target name two servers.");
    let size = 0;
    for (const [name, value] of this.headers) size += name.length + value.length + 4;
    if (size > maxHeaderBytes)
      throw new RequestHeaderFieldsTooLargeError(
        `The header fields of a request may have ${maxHeaderBytes} bytes together.`,
      );
  }

  /** From here on an abort is no news: Deno also aborts what it has answered. A stream is cancelled by itself. */
  markAnswered(): void {
    this.#answered = true;
  }

  override onClientGone(callback: () => void): void {
    super.onClientGone(() => {
      if (!this.#answered) callback();
    });
  }
}

function isServerOf(url: string, host: string): boolean {
  const own = `http://${host}`;
  if (url.startsWith(own) && url.charAt(own.length) === "/") return true;
  // Bun writes the host as the URL standard does
  return URL.canParse(own) && URL.canParse(url) && new URL(url).host === new URL(own).host;
}
