import { InternalError } from "../errors/http-error.ts";
import { markReported } from "../errors/reported.ts";
import type { EngineRequest } from "../http/request.ts";
import { atMostEvery } from "../logging/at-most-every.ts";
import type { Logger } from "../logging/logger.ts";
import { cidrFault, isCidr } from "../net/is-cidr.ts";
import { forwardedHeaders } from "./forwarded.ts";

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
    const faults = trust.cidrs.filter((text) => !isCidr(text));
    if (faults.length > 0) throw cidrFault(faults);
    return;
  }
  throw new TypeError('trustProxy must be "none", "loopback", {hops} or {cidrs} with at least one range.');
}

/** Refuses a request whose forwarded headers nobody decided on. */
export function refuseForwarded(logger: Logger): (request: EngineRequest) => void {
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
