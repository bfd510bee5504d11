import type { StandardSchema } from "@daloyjs/core";

// The suite is about how values come in, not what they say.
const asIs = <T>(): StandardSchema<T, T> => ({
  "~standard": { version: 1, vendor: "conformance", validate: (value) => ({ value: value as T }) },
});

export const anything = asIs<unknown>();
export const withId = asIs<{ readonly id: string }>();
