import { fetchGuard, type GuardedFetch } from "../fetch-guard/fetch-guard.ts";
import { safeJsonParse } from "../json/safe-json.ts";
import { isJwkSet, readJwkSet, selectKey } from "./jwk-set.ts";
import { JwkSetCache } from "./jwk-set-cache.ts";
import type { KeyMaterial } from "./key-material.ts";
import { type KeySource, keyNotFound } from "./key-source.ts";
import { secondsOption } from "./seconds-option.ts";

export interface RemoteJwkSetOptions {
  /** Seconds for which a fetched set is used without asking again. Default 300. */
  readonly fetchTtlSeconds?: number | undefined;
  /** Seconds beyond `fetchTtlSeconds` for which it is still used while it cannot be fetched. Default 3600. */
  readonly maxStaleSeconds?: number | undefined;
  /**
   * Addresses and CIDR ranges that the set may be fetched from although they are not public, such as `10.20.0.0/16` for an
   * identity provider inside of your network. Default none.
   */
  readonly allowAddresses?: readonly string[] | undefined;
}

const FETCH_TIMEOUT_MS = 5000;
const MAX_RESPONSE_BYTES = 256 * 1024;

/**
 * The JWK Set behind a URL, fetched through `fetchGuard` when the first token needs it.
 *
 * @throws TypeError when the URL is not https, or names credentials
 */
export function remoteJwkSet(owner: string, uri: string, options: RemoteJwkSetOptions): KeySource {
  const url = parseUri(owner, uri);
  const ttl = { least: 1, most: 86_400, fallback: 300 };
  const stale = { least: 0, most: 604_800, fallback: 3600 };
  const ttlMs = 1000 * secondsOption(owner, "fetchTtlSeconds", options.fetchTtlSeconds, ttl);
  const staleMs = 1000 * secondsOption(owner, "maxStaleSeconds", options.maxStaleSeconds, stale);
  const guarded = fetchGuard({
    // Redirects stay on this host, and fetchGuard never leaves https for http.
    allowHosts: [url.hostname],
    allowAddresses: options.allowAddresses,
    timeoutMs: FETCH_TIMEOUT_MS,
    maxResponseBytes: MAX_RESPONSE_BYTES,
  });
  const cache = new JwkSetCache(() => fetchKeys(owner, url, guarded), ttlMs, staleMs);
  return {
    keys: undefined,
    async find(header, algorithm) {
      const { keys, isNew } = await cache.current();
      const known = selectKey(keys, header, algorithm);
      // Without a kid there is nothing that a newer set could be asked for.
      if (known !== undefined || header.kid === undefined || isNew) return known ?? fail();
      return selectKey(await cache.refreshedForUnknownKid(), header, algorithm) ?? fail();
    },
  };
}

async function fetchKeys(owner: string, url: URL, guarded: GuardedFetch): Promise<KeyMaterial[]> {
  const response = await guarded(url, { headers: { accept: "application/jwk-set+json, application/json" } });
  // The body is read also when it is not wanted: that ends the exchange.
  const text = await response.text();
  if (response.status !== 200) throw new TypeError(`The answer is ${response.status} instead of 200.`);
  const set = safeJsonParse(text);
  if (!isJwkSet(set)) throw new TypeError('The answer is no JWK Set: it has no "keys".');
  return readJwkSet(owner, set);
}

function parseUri(owner: string, uri: string): URL {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (url?.protocol === "https:" && url.username === "" && url.password === "") return url;
  throw new TypeError(
    `${owner}: jwksUri must be an https URL without credentials, such as "https://id.example.com/.well-known/jwks.json".`,
  );
}

function fail(): never {
  throw keyNotFound();
}
