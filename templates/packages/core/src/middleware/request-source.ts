import type { RequestHead } from "../http/request.ts";

/** Whose page made the request: this origin's, another's, or nobody says. */
export type RequestSource = "own" | "foreign" | "unknown";

/**
 * Tells who made a browser send a request: `Sec-Fetch-Site` (Fetch Metadata, which no page can set), else `Origin` (RFC 6454),
 * else the origin of `Referer`, against `Host` and the origins that are allowed. The opaque origin `null` is foreign, unless
 * `Sec-Fetch-Site` says that it is this origin (a form under `Referrer-Policy: no-referrer`).
 */
export function requestSource(head: RequestHead, allowed: ReadonlySet<string>): RequestSource {
  const { headers } = head;
  const origin = headers.get("origin");
  if (origin !== null && allowed.has(origin)) return "own";
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none" ? "own" : "foreign";
  if (origin !== null) return isOwn(origin, head) ? "own" : "foreign";
  const referer = headers.get("referer");
  if (referer === null) return "unknown";
  const page = URL.canParse(referer) ? new URL(referer).origin : "null";
  return allowed.has(page) || isOwn(page, head) ? "own" : "foreign";
}

/** `http` is this origin only where the request itself came that way, or by a proxy that ended TLS. */
function isOwn(origin: string, { url, headers }: RequestHead): boolean {
  const host = headers.get("host");
  if (host === null) return false;
  const schemes = url.startsWith("https:") ? ["https"] : ["https", "http"];
  return schemes.some((scheme) => originOf(`${scheme}://${host}`) === origin);
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}
