import { JwtError } from "./jwt-error.ts";
import type { KeyMaterial } from "./key-material.ts";

/** Between two refreshes for a `kid` that is not in the set: anybody can invent one. */
const UNKNOWN_KID_COOLDOWN_MS = 30_000;
/** After a failure, so that an identity provider that is down is not also besieged. */
const FAILURE_COOLDOWN_MS = 5000;
/** The same while older keys still serve: a provider that hangs would make every attempt a wait. */
const STALE_COOLDOWN_MS = 30_000;

/** Keeps the keys that were fetched. Requests that wait for the same thing share one fetch. */
export class JwkSetCache {
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
    const usable = age < this.#ttlMs + this.#staleMs ? this.#keys : undefined;
    if (usable !== undefined && age < this.#ttlMs) return { keys: usable, isNew: false };
    try {
      const cooldownMs = usable === undefined ? FAILURE_COOLDOWN_MS : STALE_COOLDOWN_MS;
      return { keys: await this.#refresh(cooldownMs), isNew: true };
    } catch (error) {
      if (usable !== undefined) return { keys: usable, isNew: false };
      throw error;
    }
  }

  /** Newer keys, at most once in a while; otherwise, and where they cannot be fetched, the ones that are there. */
  async refreshedForUnknownKid(): Promise<KeyMaterial[]> {
    const now = Date.now();
    const known = this.#keys ?? [];
    const asked = now - this.#askedForUnknownKidAt < UNKNOWN_KID_COOLDOWN_MS;
    if (asked && this.#joinable() === undefined) return known;
    this.#askedForUnknownKidAt = now;
    return this.#refresh(STALE_COOLDOWN_MS).catch(() => known);
  }

  async #refresh(cooldownMs: number): Promise<KeyMaterial[]> {
    const failure = this.#failure;
    if (failure !== undefined && Date.now() - failure.at < cooldownMs) throw failure.error;
    const joinable = this.#joinable();
    if (joinable !== undefined) return joinable;
    const mine = this.#load();
    this.#pending = mine;
    try {
      return await mine;
    } finally {
      if (this.#pending === mine) this.#pending = undefined;
    }
  }

  /** The fetch that is under way. On Workers one request cannot wait for the I/O of another. */
  #joinable(): Promise<KeyMaterial[]> | undefined {
    return globalThis.navigator?.userAgent === "Cloudflare-Workers" ? undefined : this.#pending;
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
