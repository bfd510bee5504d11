import type { SessionChanges, SessionEntries, SessionStore } from "./session-store.ts";

interface Stored {
  readonly entries: Map<string, string>;
  expiresAt: number;
}

export interface MemorySessionStoreOptions {
  /** Default 10,000. Beyond that the session that was longest not renewed ends. */
  maxSessions?: number | undefined;
  /** Milliseconds since the epoch. Default `Date.now`. */
  now?: (() => number) | undefined;
}

/** How many sessions each call looks at for expired ones: more than it adds, so that a round always ends. */
const SWEPT_PER_CALL = 2;

/**
 * Keeps sessions in this process's memory: they end with it, and another instance knows nothing of them. Bounded, and swept
 * without a timer, a few sessions with each call, so that a call costs O(1).
 */
export class MemorySessionStore implements SessionStore {
  readonly #maxSessions: number;
  readonly #now: () => number;
  /** In the order in which they were last renewed. */
  readonly #sessions = new Map<string, Stored>();
  #sweeper = this.#sessions.entries();
  /**
   * Kept, because a fresh iterator would step over every session that was deleted before. All that it has gone past is
   * deleted, or was put behind it again.
   */
  readonly #oldest = this.#sessions.keys();

  /** @throws RangeError when `maxSessions` is no whole number of at least 1 */
  constructor(options: MemorySessionStoreOptions = {}) {
    this.#maxSessions = options.maxSessions ?? 10_000;
    this.#now = options.now ?? Date.now;
    if (!Number.isSafeInteger(this.#maxSessions) || this.#maxSessions < 1) {
      throw new RangeError("MemorySessionStore: maxSessions must be a whole number of at least 1.");
    }
  }

  /** How many sessions are held, expired ones that were not swept yet included. */
  get size(): number {
    return this.#sessions.size;
  }

  load(id: string): SessionEntries | undefined {
    const stored = this.#find(id);
    return stored && new Map(stored.entries);
  }

  create(id: string, entries: SessionEntries, ttlSeconds: number): void {
    this.#sweep();
    if (this.#sessions.size >= this.#maxSessions) this.#evict();
    this.#sessions.set(id, { entries: new Map(entries), expiresAt: this.#now() + ttlSeconds * 1000 });
  }

  update(id: string, changes: SessionChanges, ttlSeconds: number | undefined): boolean {
    const stored = this.#find(id);
    if (!stored) return false;
    for (const [key, text] of changes.set) stored.entries.set(key, text);
    for (const key of changes.removed) stored.entries.delete(key);
    if (ttlSeconds !== undefined) {
      stored.expiresAt = this.#now() + ttlSeconds * 1000;
      this.#sessions.delete(id);
      this.#sessions.set(id, stored);
    }
    return true;
  }

  destroy(id: string): boolean {
    return this.#find(id) !== undefined && this.#sessions.delete(id);
  }

  #find(id: string): Stored | undefined {
    this.#sweep();
    const stored = this.#sessions.get(id);
    if (!stored || stored.expiresAt > this.#now()) return stored;
    this.#sessions.delete(id);
    return undefined;
  }

  #sweep(): void {
    for (let i = 0; i < SWEPT_PER_CALL; i++) {
      const next = this.#sweeper.next();
      if (next.done) {
        this.#sweeper = this.#sessions.entries();
        return;
      }
      const [id, { expiresAt }] = next.value;
      if (expiresAt <= this.#now()) this.#sessions.delete(id);
    }
  }

  #evict(): void {
    const first = this.#oldest.next();
    if (!first.done) this.#sessions.delete(first.value);
  }
}
