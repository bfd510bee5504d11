import { isIP } from "node:net";
import type { ProxyAnswer } from "./answers.ts";
import { nearest } from "./nearest.ts";
import { accept, type Parsed, refuse } from "./option.ts";

const words = ["unset", "none", "loopback"] as const;
const forms = "Known: unset, none, loopback, hops:N (1 to 64), cidr:10.0.0.0/8 (several with commas).";

/** Reads how forwarded headers are trusted. CIDR ranges are IPv4 or IPv6, separated by commas. */
export function parseProxy(text: string): Parsed<ProxyAnswer> {
  const value = text.trim().toLowerCase();
  const word = words.find((candidate) => candidate === value);
  if (word !== undefined) return accept(word);
  if (value.startsWith("hops:")) return parseHops(value.slice("hops:".length));
  if (value.startsWith("cidr:")) return parseRanges(value.slice("cidr:".length));
  const close = nearest(value, [...words, "hops:", "cidr:"]);
  const meant = close === undefined ? forms : `Did you mean ${close}? ${forms}`;
  return refuse(`"${text}" is not a way to trust a proxy.`, meant);
}

function parseHops(text: string): Parsed<ProxyAnswer> {
  const hops = /^[1-9]\d?$/.test(text) ? Number(text) : 0;
  if (hops >= 1 && hops <= 64) return accept<ProxyAnswer>(`hops:${hops}`);
  return refuse(
    `"hops:${text}" does not name a number of proxies from 1 to 64.`,
    "Count the proxies between the internet and the app, for example hops:1.",
  );
}

function parseRanges(text: string): Parsed<ProxyAnswer> {
  const ranges = text.split(",").map((range) => range.trim());
  const wrong = ranges.filter((range) => !isRange(range));
  if (wrong.length === 0) return accept<ProxyAnswer>(`cidr:${ranges.join(",")}`);
  const named = wrong.map((range) => `"${range}"`).join(", ");
  return refuse(
    `${named} ${wrong.length === 1 ? "is not a CIDR range" : "are not CIDR ranges"}.`,
    "Write address/prefix, for example cidr:10.0.0.0/8 or cidr:10.0.0.0/8,fd00::/8.",
  );
}

function isRange(range: string): boolean {
  const [address = "", prefix = "", ...rest] = range.split("/");
  const family = isIP(address);
  if (family === 0 || address.includes("%") || rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(prefix))
    return false;
  return Number(prefix) <= (family === 4 ? 32 : 128);
}
