import type { Environment } from "../env/environment.ts";
import { InternalError } from "../errors/http-error.ts";
import { markReported } from "../errors/reported.ts";
import type { EngineRequest } from "../http/request.ts";
import { atMostEvery } from "../logging/at-most-every.ts";
import type { Logger } from "../logging/logger.ts";
import { CidrSet } from "../net/cidr.ts";
import { forwardedHeaders } from "./forwarded.ts";
import { elementsByHeader, type Hop, hopsOf } from "./forwarded-chain.ts";

/**
 * Which proxies may speak for the client: nobody (`"none"`), a proxy on this machine (`"loopback"`), the last `hops`
 * of the chain (1 to 64), or the proxies in these CIDR ranges.
 */
export type TrustProxy =
  | "none"
  | "loopback"
  | ({ readonly hops: number } & ForwardedBy)
  | ({ readonly cidrs: readonly string[] } & ForwardedBy);

interface ForwardedBy {
  /**
   * The header that your proxies write; a client can send the other one. Default: whichever is there, and where both are and name
   * different clients, nobody knows the client.
   */
  readonly header?: "x-forwarded-for" | "forwarded" | undefined;
}

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
  const clientIn = clientFinder(trust);
  const only = typeof trust === "object" ? trust.header : undefined;
  const written = elementsByHeader.filter(([name]) => only === undefined || name === only);
  const report = atMostEvery(60_000);

  function clientAddressOf(request: EngineRequest): string | undefined {
    if (typeof request.platformAddress === "string") return request.platformAddress;
    const peer = request.remoteAddress;
    const claims = written.flatMap(([name, elementsOf]) => {
      const value = request.header(name);
      return value === undefined ? [] : [clientIn(peer, hopsOf(elementsOf(value)))];
    });
    if (claims.length === 0) return peer;
    if (claims.every((claim) => claim === claims[0])) return claims[0];
    report(() =>
      logger.warn(
        { code: "proxy-headers-disagree", setting: "trustProxy.header" },
        "X-Forwarded-For and Forwarded disagree: say which one your proxies write",
      ),
    );
    return undefined;
  }
  return { admit, clientAddressOf };
}

function refuseForwarded(logger: Logger): NonNullable<ProxyTrust["admit"]> {
  const report = atMostEvery(60_000);
  return (request) => {
    // the platform's own headers: nobody else's reach the app
    if (request.platformAddress !== undefined) return;
    const header = forwardedHeaders.find((name) => request.header(name) !== undefined);
    if (header === undefined) return;
    report(() =>
      logger.error(
        { code: "proxy-undecided", header, setting: "trustProxy" },
        'Forwarded headers arrive but trustProxy is unset, so every such request is refused. Behind a proxy set it to {hops} or {cidrs} (TRUST_PROXY=hops:1); without one set "none" (TRUST_PROXY=none).',
      ),
    );
    throw markReported(new InternalError());
  };
}

/** Finds the client in what proxies wrote, nearest first; `undefined` where a proxy that is trusted wrote no address. */
type ClientFinder = (peer: string | undefined, chain: readonly Hop[]) => string | undefined;

function clientFinder(trust: Exclude<TrustProxy, "none">): ClientFinder {
  if (typeof trust === "object" && "hops" in trust) {
    // each trusted proxy appended the address it saw
    return (peer, chain) => {
      const seen = chain.slice(0, trust.hops);
      if (seen.length === 0) return peer;
      return seen.includes(undefined) ? undefined : seen.at(-1);
    };
  }
  const proxies = new CidrSet(trust === "loopback" ? loopback : trust.cidrs);
  // the first address that is no trusted proxy; what stands behind it is the client's own tale
  return (peer, chain) => {
    let current = peer;
    for (const next of chain) {
      if (current === undefined || !proxies.has(current)) break;
      current = next;
    }
    return current;
  };
}
