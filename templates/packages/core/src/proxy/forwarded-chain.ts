import { formatIp, parseIp } from "../net/ip-address.ts";

/** What a proxy says of the peer that it had; `undefined` where that is no address (`unknown`, `_hidden`, garbage). */
export type Hop = string | undefined;

/** More proxies than that nobody has. */
const MAX_HOPS = 64;

/** The elements of a header, the one that was written last first; empty ones say nothing (RFC 9110 §5.6.1). */
export function hopsOf(elements: readonly string[]): Hop[] {
  const texts = elements.map((element) => element.trim()).filter((element) => element !== "");
  return texts
    .slice(-MAX_HOPS)
    .reverse()
    .map((text) => {
      const ip = parseIp(withoutPort(text));
      return ip && formatIp(ip);
    });
}

/** What each header says of the proxies' peers, as it stands there. */
export const elementsByHeader: readonly [name: string, elementsOf: (header: string) => string[]][] = [
  ["x-forwarded-for", (header) => header.split(",")],
  ["forwarded", forwardedForOf],
];

/** The `for` parameters of `Forwarded` (RFC 7239 §4), `unknown` where an element has none. */
function forwardedForOf(header: string): string[] {
  return header
    .split(",")
    .map((element) => /(?:^|;)\s*for\s*=\s*"?([^";]*)"?/i.exec(element)?.[1] || "unknown");
}

/** `192.0.2.1:443` and `[2001:db8::1]:443` name a port that is no part of the address. */
function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1];
  if (bracketed !== undefined) return bracketed;
  return /^[\d.]+:\d+$/.test(text) ? text.slice(0, text.indexOf(":")) : text;
}
