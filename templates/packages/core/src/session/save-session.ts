import { encodeBase64Url } from "../crypto/base64url.ts";
import type { SessionOutcome } from "./live-session.ts";
import type { SessionStore } from "./session-store.ts";

export interface SavePolicy {
  readonly store: SessionStore;
  readonly ttlSeconds: number;
  readonly rolling: boolean;
  readonly saveUninitialized: boolean;
}

/** What becomes of the session, and with it of the cookie. */
export type SaveVerdict =
  /** The store has it. */
  | "saved"
  /** This request ended it. */
  | "ended"
  /** Another request ended it meanwhile: the cookie is that request's to change. */
  | "gone"
  /** There was none, and nothing to keep. */
  | "nothing";

/** The id as a store knows it. */
export async function storedId(id: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(id));
  return encodeBase64Url(new Uint8Array(digest));
}

/**
 * Brings what a request did to its session to the store. Nothing of a session that another request ended meanwhile comes
 * back: an update needs the session to be there, and a new id takes over the old entries only from an old one that was.
 */
export async function saveSession(outcome: SessionOutcome, policy: SavePolicy): Promise<SaveVerdict> {
  const { store, ttlSeconds, rolling, saveUninitialized } = policy;
  const { id, known, retired, destroyed, changes } = outcome;
  if (known) {
    const kept = await store.update(await storedId(id), changes, rolling ? ttlSeconds : undefined);
    return kept ? "saved" : "gone";
  }
  // the old one ends first: a crash in between signs out, and leaves no second session behind
  const handedOver = retired !== undefined && (await store.destroy(await storedId(retired)));
  const entries = retired === undefined || handedOver ? outcome.entries : changes.set;
  const moved = handedOver && !destroyed;
  const wanted = saveUninitialized && retired === undefined && !destroyed;
  if (entries.size > 0 || moved || wanted) {
    await store.create(await storedId(id), entries, ttlSeconds);
    return "saved";
  }
  if (retired === undefined) return "nothing";
  return handedOver ? "ended" : "gone";
}
