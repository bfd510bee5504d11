import type { AddressKind } from "../net/special-purpose.ts";

/**
 * Why a request was refused: the kind of address it would have reached, or
 * - `metadata`: a cloud metadata service, by address or by name
 * - `own-address`: an address of this host's own network interfaces
 * - `denied-address`: listed in `denyAddresses`
 * - `invalid-address`: the resolver answered with something that is no address
 * - `host-not-allowed`: `allowHosts` is given and does not list the host
 * - `scheme`: neither http nor https
 * - `https-required`: plain http under `requireHttps`
 * - `redirect-downgrade`: a redirect from https to http
 * - `credentials`: a user name or password in the URL
 * - `port`: a port of the Fetch standard's block list
 * - `rebinding`: the connection reached another address than the ones that were checked
 */
export type SsrfBlockedReason =
  | Exclude<AddressKind, "global" | "translated">
  | "metadata"
  | "own-address"
  | "denied-address"
  | "invalid-address"
  | "host-not-allowed"
  | "scheme"
  | "https-required"
  | "redirect-downgrade"
  | "credentials"
  | "port"
  | "rebinding";

/** A request that `fetchGuard` did not send, or a redirect that it did not follow. */
export class SsrfBlockedError extends Error {
  override readonly name = "SsrfBlockedError";
  /** The refused URL without user name, password, query and fragment. */
  readonly url: string;
  readonly reason: SsrfBlockedReason;
  /** The refused address, where an address was the reason. */
  readonly address: string | undefined;

  constructor(url: URL, reason: SsrfBlockedReason, explanation: string, address?: string) {
    const shown = safeUrl(url);
    super(`fetchGuard refused ${shown}: ${explanation}`);
    this.url = shown;
    this.reason = reason;
    this.address = address;
  }
}

/** A request that went past `timeoutMs`, `maxResponseBytes` or `maxRedirects`. */
export class FetchLimitError extends Error {
  /** `"TimeoutError"` for `timeoutMs`, as with `AbortSignal.timeout`; else `"FetchLimitError"`. */
  override readonly name: "FetchLimitError" | "TimeoutError";
  /** The requested URL without user name, password, query and fragment. */
  readonly url: string;
  /** The option whose limit was reached. */
  readonly limit: "timeoutMs" | "maxResponseBytes" | "maxRedirects";

  constructor(url: URL, limit: FetchLimitError["limit"], value: number) {
    const shown = safeUrl(url);
    super(`${limitMessages[limit](shown, value)} Raise fetchGuard's ${limit} if that is legitimate.`);
    this.name = limit === "timeoutMs" ? "TimeoutError" : "FetchLimitError";
    this.url = shown;
    this.limit = limit;
  }
}

const limitMessages = {
  timeoutMs: (url: string, value: number) => `${url} was not done within ${value} ms.`,
  maxResponseBytes: (url: string, value: number) => `The response of ${url} is larger than ${value} bytes.`,
  maxRedirects: (url: string, value: number) => `${url} was redirected more than ${value} times.`,
};

/** A network failure, which fetch reports as a `TypeError`. */
class NetworkError extends TypeError {}

export function networkError(explanation: string, cause?: unknown): TypeError {
  return new NetworkError(`fetch failed: ${explanation}`, cause === undefined ? undefined : { cause });
}

/** What went wrong in an exchange, as the guard's callers see it. */
export function asFetchError(error: unknown): unknown {
  const isOwn =
    error instanceof SsrfBlockedError || error instanceof FetchLimitError || error instanceof NetworkError;
  return isOwn ? error : networkError(error instanceof Error ? error.message : String(error), error);
}

/** A URL fit for logs: query strings and user info carry secrets, and a `data:` or `blob:` path can hold anything. */
function safeUrl(url: URL): string {
  if (url.protocol === "http:" || url.protocol === "https:") return url.origin + url.pathname;
  return url.host === "" ? url.protocol : `${url.protocol}//${url.host}`;
}
