import { fetchGuard, type GuardedFetch } from "../fetch-guard/fetch-guard.ts";
import { safeJsonParse } from "../json/safe-json.ts";
import { isJwkSet, readJwkSet, selectKey } from "./jwk-set.ts";
import { JwtError } from "./jwt-error.ts";
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
/** Between two refreshes for a `kid` that is not in the set: anybody can invent one. */
const UNKNOWN_KID_COOLDOWN_MS = 30_000;
/** After a failure, so that an identity provider that is down is not also besieged. */
const FAILURE_COOLDOWN_MS = 5000;

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
    requireHttps: true,
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

/** Keeps what was fetched. Requests that wait for the same thing share one fetch. */
class JwkSetCache {
  readonly #fetch: () => Promise<KeyMaterial[]>;
  readonly #ttlMs: number;
  readonly #staleMs: number;
  #keys: KeyMaterial[] | undefined;
  #fetchedAt = 0;
  #failure: { readonly at: number; readonly error: JwtError } | undefined;
  #askedForUnknownKidAt = Number.NEGATIVE_INFINITY;
  #pending: Promise<KeyMaterial[]> | undefined;

  constructor(fetch: () => Promise<KeyMaterial[]>, ttlMs: number, staleMs: number) {
    this.#fetch = fetch;
    this.#ttlMs = ttlMs;
    this.#staleMs = staleMs;
  }

  /**
   * The keys, fetched if they are too old; `isNew` if that was for this call.
   *
   * @throws JwtError `keys-unavailable`
   */
  async current(): Promise<{ keys: KeyMaterial[]; isNew: boolean }> {
    const age = Date.now() - this.#fetchedAt;
    if (this.#keys !== undefined && age < this.#ttlMs) return { keys: this.#keys, isNew: false };
    try {
      return { keys: await this.#refresh(), isNew: true };
    } catch (error) {
      if (this.#keys !== undefined && age < this.#ttlMs + this.#staleMs)
        return { keys: this.#keys, isNew: false };
      throw error;
    }
  }

  /** Newer keys, at most once in a while; otherwise, and where they cannot be fetched, the ones that are there. */
  async refreshedForUnknownKid(): Promise<KeyMaterial[]> {
    const now = Date.now();
    const known = this.#keys ?? [];
    if (!this.#canJoin() && now - this.#askedForUnknownKidAt < UNKNOWN_KID_COOLDOWN_MS) return known;
    this.#askedForUnknownKidAt = now;
    return this.#refresh().catch(() => known);
  }

  async #refresh(): Promise<KeyMaterial[]> {
    const { at, error } = this.#failure ?? { at: 0, error: undefined };
    if (error !== undefined && Date.now() - at < FAILURE_COOLDOWN_MS) throw error;
    if (this.#pending !== undefined && this.#canJoin()) return this.#pending;
    const mine = this.#load();
    this.#pending = mine;
    try {
      return await mine;
    } finally {
      if (this.#pending === mine) this.#pending = undefined;
    }
  }

  /** On Workers one request cannot wait for the I/O of another. */
  #canJoin(): boolean {
    return this.#pending !== undefined && globalThis.navigator?.userAgent !== "Cloudflare-Workers";
  }

  async #load(): Promise<KeyMaterial[]> {
    try {
      const keys = await this.#fetch();
      this.#keys = keys;
      this.#fetchedAt = Date.now();
      this.#failure = undefined;
      return keys;
    } catch (cause) {
      const error = new JwtError("keys-unavailable", "The JWK Set could not be fetched.", { cause });
      this.#failure = { at: Date.now(), error };
      throw error;
    }
  }
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
