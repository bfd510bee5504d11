/** What a URL gives away before anything is resolved. */
import { parseIp } from "../net/ip-address.ts";
import { badPorts } from "./bad-ports.ts";
import { networkError, SsrfBlockedError } from "./errors.ts";
import { comparableHost, matchesHost } from "./host-patterns.ts";
import { metadataNames } from "./metadata-hosts.ts";
import type { Policy } from "./options.ts";
import { specialNameOf } from "./special-names.ts";

/** Parses a URL, relative to `base` if given. The error of `new URL` is not passed on: it quotes user names and passwords. */
export function parseUrl(text: string, base?: URL): URL {
  try {
    const url = new URL(text, base);
    url.hash = "";
    return url;
  } catch {
    throw networkError(base === undefined ? "not an absolute URL." : "the redirect's location is not a URL.");
  }
}

/**
 * Judges everything but the address: scheme, credentials, port, host name. URL parsing has already turned every notation
 * of an IPv4 address into dotted decimal, and full-width and percent-encoded letters into plain ones.
 *
 * @throws SsrfBlockedError
 */
export function checkUrl(url: URL, policy: Policy): void {
  const refuse = (...[reason, explanation]: [SsrfBlockedError["reason"], string]) => {
    throw new SsrfBlockedError(url, reason, explanation);
  };
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    refuse("scheme", `only http and https are permitted, not ${url.protocol}`);
  }
  if (url.username !== "" || url.password !== "") {
    refuse("credentials", "the URL holds a user name or password. Send an Authorization header instead.");
  }
  if (policy.requireHttps && url.protocol !== "https:") {
    refuse("https-required", "requireHttps is on. Use an https URL.");
  }
  if (url.port !== "" && badPorts.has(Number(url.port))) {
    refuse("port", `port ${url.port} is on the Fetch standard's list of blocked ports.`);
  }
  const host = comparableHost(url.hostname);
  if (metadataNames.has(host)) {
    refuse(
      "metadata",
      `${host} is a cloud metadata service. If that is intended, request its address and list it in allowAddresses.`,
    );
  }
  if (policy.allowHosts !== undefined && !matchesHost(policy.allowHosts, host)) {
    refuse("host-not-allowed", `allowHosts does not list ${host}.`);
  }
}

/**
 * Judges a name by itself, for runtimes where the connection goes where the runtime resolves it.
 *
 * @throws SsrfBlockedError for names that cannot be public (`localhost`, `db.internal`, `printer.local`, `redis`)
 */
export function checkName(url: URL, policy: Policy): void {
  const host = comparableHost(url.hostname);
  const special = specialNameOf(host);
  if (special === undefined || policy.permittedKinds.has(special.kind)) return;
  const option = { loopback: "allowLoopback", private: "allowPrivate", "link-local": "allowLinkLocal" }[
    special.kind
  ];
  throw new SsrfBlockedError(
    url,
    special.kind,
    `${host} is a ${special.kind} name (${special.source}). To permit it: ${option}: true.`,
  );
}

/** The address in a URL whose host is an IP literal; brackets stay in `URL.hostname` and are no part of it. */
export function literalAddress(url: URL): string | undefined {
  const host = url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname;
  return parseIp(host) === undefined ? undefined : host;
}
