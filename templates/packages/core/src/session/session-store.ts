import type { Awaitable } from "../route/route.ts";

/** What a session holds: JSON texts by key. */
export type SessionEntries = ReadonlyMap<string, string>;

export interface SessionChanges {
  readonly set: SessionEntries;
  readonly removed: ReadonlySet<string>;
}

/**
 * Where sessions are kept. An id arrives as the SHA-256 of what the cookie carries, so what is read out of a store opens no
 * session. Each method is one atomic step; a store that cannot answer throws, and the request fails.
 */
export interface SessionStore {
  /** `undefined` for an id that is unknown or expired. */
  load(id: string): Awaitable<SessionEntries | undefined>;
  create(id: string, entries: SessionEntries, ttlSeconds: number): Awaitable<void>;
  /**
   * Changes single entries of a session that exists, and never brings one into being.
   *
   * @param ttlSeconds counted from now; `undefined` leaves the end as it is
   * @returns false when there is no such session (any more)
   */
  update(id: string, changes: SessionChanges, ttlSeconds: number | undefined): Awaitable<boolean>;
  /** @returns whether there was such a session */
  destroy(id: string): Awaitable<boolean>;
}
