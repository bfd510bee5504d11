/** A fetch that cannot be talked into reaching the inside of the network (server-side request forgery, CWE-918). */
import type { IpAddress } from "../net/ip-address.ts";
import { checkAddresses } from "./address-policy.ts";
import { Deadline } from "./deadline.ts";
import { FetchLimitError, networkError } from "./errors.ts";
import { sendWithFetch } from "./fetch-client.ts";
import { discard, type Incoming } from "./incoming.ts";
import { type FetchGuardOptions, parseOptions } from "./options.ts";
import { readOutgoing } from "./outgoing.ts";
import { followRedirect, redirectTarget } from "./redirect.ts";
import { toResponse } from "./response.ts";
import { currentRuntime, type Runtime } from "./runtime.ts";
import { checkName, checkUrl, literalAddress, parseUrl } from "./url-policy.ts";

export { FetchLimitError, SsrfBlockedError, type SsrfBlockedReason } from "./errors.ts";
export type { FetchGuardOptions } from "./options.ts";

/** What `fetchGuard` returns: call it as `fetch`. */
export type GuardedFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * Makes a drop-in `fetch` for URLs that come from outside: webhooks, avatars, link previews, import from URL.
 *
 * Refused by default are every address that the IANA special-purpose registries (RFC 6890) call non-global, multicast and
 * unallocated space, this host's own addresses and the cloud metadata services, in every notation and inside every
 * transition address (IPv4-mapped, 6to4, Teredo, NAT64, ISATAP); every scheme but http and https; credentials in the URL;
 * and the Fetch standard's blocked ports. Other ports are permitted: the address decides. One bad address among the
 * answers of a name refuses the name. Redirects are followed here, each hop is judged like the first, and what leaves for
 * another origin carries no credentials and only headers known to be harmless.
 *
 * What is guaranteed depends on the runtime:
 * - **Node**: the address that was checked is the address that is connected to, for http and https, by a client of the
 *   guard's own. It uses no proxy, whatever the environment says, and no connection twice.
 * - **Deno, Bun**: names are resolved and checked (`Deno.resolveDns`, `Bun.dns`), but the runtime's fetch resolves them
 *   again, and a name server may answer differently the second time. Both would obey `HTTP_PROXY` and its kin: the guard
 *   refuses to be constructed while these are set.
 * - **Workers, Edge**: there is no resolver; names are judged as names, literal addresses as addresses. Pass `resolve` for
 *   more. The platform itself does not route to private networks.
 *
 * Wherever names are not pinned, `allowHosts` is the strong rule.
 *
 * Only standard `RequestInit` members count, `integrity` excepted, which throws. `Host` and other headers of the
 * connection are set by the client. As with fetch, `redirect: "manual"` returns the redirect and `"error"` throws a
 * `TypeError`, and so does any network failure.
 *
 * ```ts
 * const safeFetch = fetchGuard({ requireHttps: true, maxResponseBytes: 2 ** 20 });
 * const response = await safeFetch(userSuppliedUrl);
 * ```
 *
 * The returned function rejects with
 * - `SsrfBlockedError` for what is refused; `reason` says why, and the message says which option permits it
 * - `FetchLimitError` past `timeoutMs`, `maxResponseBytes` or `maxRedirects`; also while the body is read
 * - the reason of the caller's own `signal`, or `TypeError` for a network failure
 *
 * @throws TypeError naming every faulty option; `pinDns: true` is one where the runtime cannot pin
 */
export function fetchGuard(options: FetchGuardOptions = {}): GuardedFetch {
  return createFetchGuard(options, currentRuntime());
}

/** `fetchGuard` on a given runtime. */
export function createFetchGuard(options: FetchGuardOptions, runtime: Runtime): GuardedFetch {
  const policy = parseOptions(options, runtime);
  const resolver = options.resolve ?? runtime.resolve;
  const pinnedClient = policy.pinned ? runtime.pinnedClient : undefined;
  const send = options.fetch ?? ((input: string, init?: RequestInit) => globalThis.fetch(input, init));

  async function resolveChecked(url: URL, deadline: Deadline): Promise<IpAddress[]> {
    const literal = literalAddress(url);
    const own = runtime.ownAddresses();
    if (literal !== undefined) return checkAddresses(url, [literal], policy, own);
    if (pinnedClient === undefined) checkName(url, policy);
    if (resolver === undefined) return [];
    const answers = await deadline.race(resolveName(resolver, url.hostname));
    return checkAddresses(url, answers, policy, own);
  }

  return async function guardedFetch(input, init) {
    const url = parseUrl(input instanceof Request ? input.url : String(input));
    // Before `new Request`, whose error for credentials quotes them.
    checkUrl(url, policy);
    const deadline = new Deadline(url, policy.timeoutMs, callerSignal(input, init));
    try {
      const first = await deadline.race(readOutgoing(url, input, init));
      let { outgoing } = first;
      for (let redirects = 0; ; redirects++) {
        const addresses = await resolveChecked(outgoing.url, deadline);
        const { signal } = deadline;
        const exchange =
          pinnedClient === undefined
            ? sendWithFetch(send, outgoing, signal)
            : pinnedClient(outgoing, addresses, policy.maxResponseBytes, signal);
        const incoming = await arrival(exchange, deadline);
        const target = redirectTarget(incoming.status, incoming.headers);
        if (target === undefined || first.redirect === "manual") {
          const context = { url: outgoing.url, redirected: redirects > 0, method: outgoing.method };
          return toResponse(incoming, context, policy.maxResponseBytes, deadline);
        }
        discard(incoming);
        if (first.redirect === "error") throw networkError('a redirect was met, and redirect is "error".');
        if (redirects === policy.maxRedirects)
          throw new FetchLimitError(url, "maxRedirects", policy.maxRedirects);
        outgoing = followRedirect(outgoing, incoming.status, target);
        checkUrl(outgoing.url, policy);
      }
    } catch (error) {
      deadline.end();
      throw error;
    }
  };
}

async function resolveName(
  resolver: (name: string) => Promise<string[]>,
  hostname: string,
): Promise<string[]> {
  let answers: string[];
  try {
    answers = await resolver(hostname);
  } catch (error) {
    throw networkError(`${hostname} could not be resolved.`, error);
  }
  if (answers.length === 0) throw networkError(`${hostname} has no address.`);
  return answers;
}

/** Waits for the response; one that comes after the deadline, from a fetch that ignores its signal, is let go. */
async function arrival(exchange: Promise<Incoming>, deadline: Deadline): Promise<Incoming> {
  exchange.then(
    (late) => {
      if (deadline.signal.aborted) discard(late);
    },
    () => {},
  );
  return deadline.race(exchange);
}

function callerSignal(input: string | URL | Request, init: RequestInit | undefined): AbortSignal | undefined {
  const signal = init?.signal === undefined && input instanceof Request ? input.signal : init?.signal;
  return signal ?? undefined;
}
