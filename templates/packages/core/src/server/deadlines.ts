import type { Deadline } from "../http/request.ts";

const lists = new Map<number, Deadlines>();

/** Starts a time limit by a timer that all limits of its length share. */
export function startShared(milliseconds: number, expire: () => void): Deadline {
  let list = lists.get(milliseconds);
  if (list === undefined) {
    list = new Deadlines(milliseconds);
    lists.set(milliseconds, list);
  }
  return list.start(expire);
}

class Entry implements Deadline {
  readonly at: number;
  readonly expire: () => void;
  readonly #list: Deadlines;
  previous: Entry | undefined;
  next: Entry | undefined;
  live = true;

  constructor(list: Deadlines, at: number, expire: () => void, previous: Entry | undefined) {
    this.#list = list;
    this.at = at;
    this.expire = expire;
    this.previous = previous;
    this.next = undefined;
  }

  cancel(): void {
    this.#list.remove(this);
  }
}

/**
 * Time limits of equal length, kept in the order of arrival, so that one timer serves all of them: only the oldest
 * can be the next to expire. A `setTimeout` for each request would cost more than the rest of the default protections.
 */
export class Deadlines {
  readonly #milliseconds: number;
  #oldest: Entry | undefined;
  #newest: Entry | undefined;
  #timer: unknown;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  /** Calls `expire` when the time is over, unless it was cancelled before. */
  start(expire: () => void): Deadline {
    const entry = new Entry(this, performance.now() + this.#milliseconds, expire, this.#newest);
    if (this.#newest) this.#newest.next = entry;
    else this.#oldest = entry;
    this.#newest = entry;
    if (this.#timer === undefined) this.#arm(this.#milliseconds);
    return entry;
  }

  /** @internal */
  remove(entry: Entry): void {
    if (!entry.live) return;
    entry.live = false;
    if (entry.previous) entry.previous.next = entry.next;
    else this.#oldest = entry.next;
    if (entry.next) entry.next.previous = entry.previous;
    else this.#newest = entry.previous;
  }

  #arm(milliseconds: number): void {
    const timer: unknown = setTimeout(() => this.#tick(), Math.max(1, Math.ceil(milliseconds)));
    // a pending time limit must not keep a finished process alive
    if (
      typeof timer === "object" &&
      timer !== null &&
      "unref" in timer &&
      typeof timer.unref === "function"
    ) {
      timer.unref();
    }
    this.#timer = timer;
  }

  #tick(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (let entry = this.#oldest; entry && entry.at <= now; entry = this.#oldest) {
      this.remove(entry);
      entry.expire();
    }
    if (this.#oldest) this.#arm(this.#oldest.at - now);
  }
}
