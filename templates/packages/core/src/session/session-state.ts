import type { Register } from "../route/route.ts";

/**
 * What a session holds: what you say with `declare module "@daloyjs/core" { interface Register { session: { cart: string[] } } }`,
 * else anything.
 */
export type SessionData = Register extends { session: infer Data extends object }
  ? Data
  : Record<string, unknown>;

type Key = keyof SessionData & string;

/**
 * One visitor's session, at `state.session`. What is changed is saved when the response leaves, once, also when the handler
 * throws; after that a change throws.
 */
export interface Session {
  /** 256 random bits, base64url. A new one after `regenerate()` and `destroy()`. */
  readonly id: string;
  /** False as long as nobody but this request knows the id: nothing was kept under it yet. */
  readonly saved: boolean;
  /** A copy: what is changed in it is kept by another `set`. */
  get<K extends Key>(key: K): SessionData[K] | undefined;
  /**
   * @throws TypeError when the value cannot be written as JSON
   * @throws RangeError when the session would hold more than 65,536 characters
   */
  set<K extends Key>(key: K, value: SessionData[K]): void;
  delete(key: Key): void;
  /** Ends the session, here and for every request that is under way with it. What is set afterwards begins a new one. */
  destroy(): void;
  /**
   * Moves everything to a new id and ends the old one, so that an id which was planted or seen before is worth nothing. Call
   * it when the visitor's rights change.
   */
  regenerate(): void;
}
