import { type HttpError, PayloadTooLargeError } from "./http-error.ts";

const settings = new WeakMap<object, string>();

/** Marks a refusal by one of the app's limits, so that the log can name the option that governs it. */
export function byLimit<E extends HttpError>(error: E, setting: string): E {
  settings.set(error, setting);
  return error;
}

/** The option of `new App()` that an error comes from. */
export function settingOf(error: unknown): string | undefined {
  return typeof error === "object" && error !== null ? settings.get(error) : undefined;
}

export function bodyTooLarge(limitBytes: number): PayloadTooLargeError {
  return byLimit(new PayloadTooLargeError(`The body is larger than ${limitBytes} bytes.`), "bodyLimitBytes");
}
