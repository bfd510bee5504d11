import { encodeBase64Url } from "../crypto/base64url.ts";
import type { Session, SessionData } from "./session-state.ts";
import type { SessionChanges, SessionEntries } from "./session-store.ts";

const ID_BYTES = 32;
const MAX_CHARACTERS = 65_536;

/** What a session came to in one request. */
export interface SessionOutcome {
  readonly id: string;
  /** The store has (had) this id when the request came. */
  readonly known: boolean;
  /** The id that ends. */
  readonly retired: string | undefined;
  readonly destroyed: boolean;
  readonly entries: SessionEntries;
  readonly changes: SessionChanges;
}

/** A session while its request is under way. */
export class LiveSession implements Session {
  /** The response depends on the session. */
  touched = false;
  #id: string | undefined;
  #saved: boolean;
  #known: boolean;
  #retired: string | undefined;
  #destroyed = false;
  #sealed = false;
  #size = 0;
  readonly #entries: Map<string, string>;
  readonly #set = new Map<string, string>();
  readonly #removed = new Set<string>();
  readonly #privileges: ReadonlySet<string>;

  /**
   * @param privileges keys whose change moves the session to a new id
   * @param stored what the store has; without it the session is new, whatever id the request came with
   */
  constructor(privileges: ReadonlySet<string>, stored?: { id: string; entries: SessionEntries }) {
    this.#privileges = privileges;
    this.#id = stored?.id;
    this.#known = stored !== undefined;
    this.#saved = this.#known;
    this.#entries = new Map(stored?.entries);
    for (const [key, text] of this.#entries) this.#size += key.length + text.length;
  }

  get id(): string {
    this.#id ??= encodeBase64Url(crypto.getRandomValues(new Uint8Array(ID_BYTES)));
    return this.#id;
  }

  get saved(): boolean {
    return this.#saved;
  }

  get<K extends keyof SessionData & string>(key: K): SessionData[K] | undefined {
    this.touched = true;
    const text = this.#entries.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  set<K extends keyof SessionData & string>(key: K, value: SessionData[K]): void {
    this.#assertOpen();
    const text: string | undefined = JSON.stringify(value);
    if (text === undefined) {
      throw new TypeError(`session.set("${key}"): a ${typeof value} cannot be kept; use delete() to remove.`);
    }
    const size = this.#size + key.length + text.length - this.#sizeOf(key);
    if (size > MAX_CHARACTERS) {
      throw new RangeError(
        `session.set("${key}"): a session holds ${MAX_CHARACTERS} characters; keep more in a database, under an id.`,
      );
    }
    if (this.#entries.get(key) !== text) this.#guard(key);
    this.#size = size;
    this.#entries.set(key, text);
    this.#set.set(key, text);
    this.#removed.delete(key);
  }

  delete(key: keyof SessionData & string): void {
    this.#assertOpen();
    this.#size -= this.#sizeOf(key);
    if (this.#entries.delete(key)) this.#guard(key);
    this.#set.delete(key);
    this.#removed.add(key);
  }

  destroy(): void {
    this.regenerate();
    this.#destroyed = true;
    this.#size = 0;
    this.#entries.clear();
    this.#set.clear();
    this.#removed.clear();
  }

  regenerate(): void {
    this.#assertOpen();
    if (this.#known) this.#retired = this.#id;
    this.#known = false;
    this.#saved = false;
    this.#id = undefined;
  }

  /** Ends the changes. */
  seal(): SessionOutcome {
    this.#sealed = true;
    return {
      id: this.id,
      known: this.#known,
      retired: this.#retired,
      destroyed: this.#destroyed,
      entries: this.#entries,
      changes: { set: this.#set, removed: this.#removed },
    };
  }

  /** @param saved whether the store has the id now */
  settle(saved: boolean): void {
    this.#saved = saved;
  }

  #guard(key: string): void {
    if (this.#known && this.#privileges.has(key)) this.regenerate();
  }

  #sizeOf(key: string): number {
    const text = this.#entries.get(key);
    return text === undefined ? 0 : key.length + text.length;
  }

  #assertOpen(): void {
    this.touched = true;
    if (this.#sealed) {
      throw new TypeError(
        "The session was saved when the response left; change it before the handler returns.",
      );
    }
  }
}
