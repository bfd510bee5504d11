/** The key under which a metrics registry makes a recorder of requests: whoever brings a registry brings the code for it. */
export const requestRecorder: unique symbol = Symbol("daloy.requestRecorder");

/** Counts and times the requests of an app. */
export interface RequestRecorder {
  /** @param seconds from the request's head to the response's head, where it is known */
  record(method: string, route: string, status: number, seconds: number | undefined): void;
  /** Everything that the registry holds, as text. */
  render(): string;
}
