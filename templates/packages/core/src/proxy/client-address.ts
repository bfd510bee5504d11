/** Loaded by apps whose `trustProxy` names proxies. Nothing imports this statically, so bundlers can split it off. */
import type { EngineRequest } from "../http/request.ts";
import { atMostEvery } from "../logging/at-most-every.ts";
import type { Logger } from "../logging/logger.ts";
import { CidrSet } from "../net/cidr.ts";
import { elementsByHeader, type Hop, hopsOf } from "./forwarded-chain.ts";
import type { TrustProxy } from "./trust-proxy.ts";

/** Who may speak for the client, where somebody may. */
export type TrustedProxies = Exclude<TrustProxy, "none">;

/** The client's address inside the trust boundary; `undefined` where nobody knows it. */
export type ClientAddress = (request: EngineRequest) => string | undefined;

const loopback = ["127.0.0.0/8", "::1/128"];

export function compileClientAddress(trust: TrustedProxies, logger: Logger): ClientAddress {
  const clientIn = clientFinder(trust);
  const only = typeof trust === "object" ? trust.header : undefined;
  const written = elementsByHeader.filter(([name]) => only === undefined || name === only);
  const report = atMostEvery(60_000);

  return (request) => {
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
  };
}

/** Finds the client in what proxies wrote, nearest first; `undefined` where a proxy that is trusted wrote no address. */
type ClientFinder = (peer: string | undefined, chain: readonly Hop[]) => string | undefined;

function clientFinder(trust: TrustedProxies): ClientFinder {
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
