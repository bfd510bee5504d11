import { FetchLimitError } from "./errors.ts";

/** One clock and one abort signal for a whole exchange, from DNS to the last byte of the body. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #caller: AbortSignal | undefined;
  readonly #onCallerAbort = () => this.#controller.abort(this.#caller?.reason);

  /** @param caller the caller's own signal; its reason is passed on */
  constructor(url: URL, timeoutMs: number, caller: AbortSignal | undefined) {
    this.#timer = setTimeout(() => {
      this.#controller.abort(new FetchLimitError(url, "timeoutMs", timeoutMs));
    }, timeoutMs);
    this.#caller = caller;
    if (caller?.aborted) this.#onCallerAbort();
    else caller?.addEventListener("abort", this.#onCallerAbort, { once: true });
  }

  /** Aborts when time is up or the caller aborts; never after `end()`. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Settles as `promise` does, or rejects with the signal's reason if that comes first. */
  race<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this;
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(signal.reason);
      if (signal.aborted) onAbort();
      else signal.addEventListener("abort", onAbort, { once: true });
      promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
    });
  }

  /** The exchange is over: stops the clock and lets go of the caller's signal. */
  end(): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener("abort", this.#onCallerAbort);
  }
}
