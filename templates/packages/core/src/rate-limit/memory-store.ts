import { slidingCount } from "./sliding-window.ts";
import type { RateLimitCount, RateLimitStore } from "./store.ts";

interface Windows {
  /** The number of the current window since the epoch. */
  index: number;
  current: Map<string, number>;
  previous: Map<string, number>;
  /**
   * Walks the current keys from the first. It is kept, because a fresh one would step over every key that was deleted
   * before: with a full map, 100 µs a hit instead of one.
   */
  oldest: Iterator<string>;
}

export interface MemoryRateLimitStoreOptions {
  /** How many keys one window holds. Default 100,000. Beyond that the key that came first is forgotten. */
  maxKeys?: number | undefined;
  /** Milliseconds since the epoch. Default `Date.now`. */
  now?: (() => number) | undefined;
}

/**
 * Counts hits of this process. A sliding window is estimated from two fixed ones; a whole window is forgotten by dropping
 * its map, so a hit costs O(1) and nothing sweeps.
 */
export class MemoryRateLimitStore implements RateLimitStore {
  readonly #maxKeys: number;
  readonly #now: () => number;
  readonly #byLength = new Map<number, Windows>();

  /** @throws RangeError when `maxKeys` is no whole number of at least 1 */
  constructor(options: MemoryRateLimitStoreOptions = {}) {
    this.#maxKeys = options.maxKeys ?? 100_000;
    this.#now = options.now ?? Date.now;
    if (!Number.isSafeInteger(this.#maxKeys) || this.#maxKeys < 1) {
      throw new RangeError("MemoryRateLimitStore: maxKeys must be a whole number of at least 1.");
    }
  }

  hit(key: string, windowMs: number): RateLimitCount {
    const now = this.#now();
    const windows = this.#windowsAt(now, windowMs);
    const hits = (windows.current.get(key) ?? 0) + 1;
    if (hits === 1 && windows.current.size >= this.#maxKeys) {
      const first = windows.oldest.next();
      if (!first.done) windows.current.delete(first.value);
    }
    windows.current.set(key, hits);
    const previous = windows.previous.get(key) ?? 0;
    return slidingCount({ hits, previous, elapsedMs: now - windows.index * windowMs }, windowMs);
  }

  refund(key: string, windowMs: number): void {
    const { current, previous } = this.#windowsAt(this.#now(), windowMs);
    const counted = [current, previous].find((window) => (window.get(key) ?? 0) > 0);
    counted?.set(key, (counted.get(key) ?? 0) - 1);
  }

  #windowsAt(now: number, windowMs: number): Windows {
    const index = Math.floor(now / windowMs);
    const windows = this.#byLength.get(windowMs);
    if (windows?.index === index) return windows;
    const current = new Map<string, number>();
    const previous = windows?.index === index - 1 ? windows.current : new Map<string, number>();
    const fresh = { index, current, previous, oldest: current.keys() };
    this.#byLength.set(windowMs, fresh);
    return fresh;
  }
}
