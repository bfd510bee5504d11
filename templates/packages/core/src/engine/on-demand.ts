/**
 * What is loaded when it is first asked for, once: an app that never asks does not carry it. `value` is there from then on, so that
 * a request that comes later waits for nothing.
 */
export class OnDemand<T> {
  value: T | undefined;
  readonly #import: () => Promise<T>;
  #loading: Promise<T> | undefined;

  constructor(load: () => Promise<T>) {
    this.#import = load;
  }

  /** Rejects, for everyone who asks, where it cannot be loaded. */
  load(): Promise<T> {
    if (this.#loading === undefined) {
      this.#loading = this.#import().then((value) => {
        this.value = value;
        return value;
      });
      // nobody waits where it is only loaded ahead
      this.#loading.catch(() => {});
    }
    return this.#loading;
  }
}
