import type { Environment } from "../env/environment.ts";
import { InternalError } from "../errors/http-error.ts";
import { markReported } from "../errors/reported.ts";
import type { EngineRequest } from "../http/request.ts";
import type { Logger } from "../logging/logger.ts";
import { CidrSet } from "../net/cidr.ts";
import { formatIp, parseIp } from "../net/ip-address.ts";
import { forwardedHeaders } from "./forwarded.ts";

/**
 * Which proxies may speak for the client: nobody (`"none"`), a proxy on this machine (`"loopback"`), the last `hops`
 * of the chain (1 to 64), or the proxies in these CIDR ranges.
 */
export type TrustProxy =
  | "none"
  | "loopback"
  | { readonly hops: number }
  | { readonly cidrs: readonly string[] };

export interface ProxyTrust {
  /** Refuses a request whose forwarded headers nobody decided on; `undefined` where there is nothing to refuse. */
  readonly admit: ((request: EngineRequest) => void) | undefined;
  /** The client's address inside the trust boundary. */
  clientAddressOf(request: EngineRequest): string | undefined;
}

const loopback = ["127.0.0.0/8", "::1/128"];

/**
 * The value of the `TRUST_PROXY` setting (`unset`, `none`, `loopback`, `hops:N`, `cidr:a.b.c.d/n,…`) as an option.
 *
 * @throws TypeError when it is none of these
 */
export function parseTrustProxy(text: string | undefined): TrustProxy | undefined {
  if (text === undefined || text === "" || text === "unset") return undefined;
  if (text === "none" || text === "loopback") return text;
  const hops = /^hops:(\d{1,2})$/.exec(text)?.[1];
  const trust: TrustProxy | undefined =
    hops !== undefined
      ? { hops: Number(hops) }
      : text.startsWith("cidr:")
        ? {
            cidrs: text
              .slice(5)
              .split(",")
              .map((part) => part.trim()),
          }
        : undefined;
  if (trust === undefined) {
    throw new TypeError(
      "TRUST_PROXY must be unset, none, loopback, hops:N (1 to 64) or cidr:<range>[,<range>…].",
    );
  }
  assertTrustProxy(trust);
  return trust;
}

/** @throws TypeError naming what is wrong with the option */
export function assertTrustProxy(trust: TrustProxy | undefined): void {
  if (trust === undefined || trust === "none" || trust === "loopback") return;
  if (typeof trust === "object" && "hops" in trust) {
    if (Number.isInteger(trust.hops) && trust.hops >= 1 && trust.hops <= 64) return;
    throw new TypeError("trustProxy: hops must be a whole number from 1 to 64.");
  }
  if (typeof trust === "object" && "cidrs" in trust && trust.cidrs.length > 0) {
    new CidrSet(trust.cidrs);
    return;
  }
  throw new TypeError('trustProxy must be "none", "loopback", {hops} or {cidrs} with at least one range.');
}

export function compileTrustProxy(
  trust: TrustProxy | undefined,
  env: Environment,
  logger: Logger,
): ProxyTrust {
  const admit = trust === undefined && env === "production" ? refuseForwarded(logger) : undefined;
  if (trust === undefined || trust === "none") {
    return { admit, clientAddressOf: (request) => request.platformAddress ?? request.remoteAddress };
  }
  if (typeof trust === "object" && "hops" in trust) {
    return {
      admit,
      clientAddressOf: (request) => request.platformAddress ?? addressByHops(request, trust.hops),
    };
  }
  const proxies = new CidrSet(trust === "loopback" ? loopback : trust.cidrs);
  return { admit, clientAddressOf: (request) => request.platformAddress ?? addressByRange(request, proxies) };
}

function refuseForwarded(logger: Logger): NonNullable<ProxyTrust["admit"]> {
  let lastLogged = Number.NEGATIVE_INFINITY;
  return (request) => {
    // the platform's own headers: nobody else's reach the app
    if (request.platformAddress !== undefined) return;
    for (const name of forwardedHeaders) {
      if (request.header(name) === undefined) continue;
      const now = performance.now();
      if (now - lastLogged > 60_000) {
        lastLogged = now;
        logger.error(
          { code: "proxy-undecided", header: name, setting: "trustProxy" },
          'Forwarded headers arrive but trustProxy is unset, so every such request is refused. Behind a proxy set it to {hops} or {cidrs} (TRUST_PROXY=hops:1); without one set "none" (TRUST_PROXY=none).',
        );
      }
      throw markReported(new InternalError());
    }
  };
}

/** The `hops`th address from the right: each trusted proxy appended the address it saw. */
function addressByHops(request: EngineRequest, hops: number): string | undefined {
  const chain = forwardedFor(request);
  if (chain.length === 0) return request.remoteAddress;
  return chain[Math.max(0, chain.length - hops)] ?? request.remoteAddress;
}

/** From the peer leftwards, the first address that is no trusted proxy. What stands left of it is the client's own tale. */
function addressByRange(request: EngineRequest, proxies: CidrSet): string | undefined {
  let current = request.remoteAddress;
  const chain = forwardedFor(request);
  while (current !== undefined && isIn(proxies, current) && chain.length > 0) {
    const next = chain.pop();
    if (next === undefined) break;
    current = next;
  }
  return current;
}

function isIn(proxies: CidrSet, address: string): boolean {
  const ip = parseIp(address);
  return ip !== undefined && proxies.has(ip);
}

/** The addresses of `X-Forwarded-For`, else of `Forwarded` (RFC 7239 §4), leftmost first; what is no address ends the chain. */
function forwardedFor(request: EngineRequest): string[] {
  const list = request.header("x-forwarded-for");
  const entries = list !== undefined ? list.split(",") : forwardedFields(request.header("forwarded"));
  const chain: string[] = [];
  for (const entry of entries.slice(-64).reverse()) {
    const ip = parseIp(withoutPort(entry.trim()));
    if (ip === undefined) break;
    chain.unshift(formatIp(ip));
  }
  return chain;
}

function forwardedFields(header: string | undefined): string[] {
  if (header === undefined) return [];
  return header.split(",").map((element) => /(?:^|;)\s*for\s*=\s*"?([^";]*)"?/i.exec(element)?.[1] ?? "");
}

/** `192.0.2.1:443` and `[2001:db8::1]:443` name a port that is no part of the address. */
function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1];
  if (bracketed !== undefined) return bracketed;
  return /^[\d.]+:\d+$/.test(text) ? text.slice(0, text.indexOf(":")) : text;
}
