import type { Api, Operation } from "./api.ts";

/** The deep link of an operation. */
export function linkTo(operation: Operation): string {
  return `#${encodeURIComponent(operation.id)}`;
}

/** The operation that a fragment names. */
export function operationAt(api: Api, fragment: string): Operation | undefined {
  const id = decode(fragment.replace(/^#/, ""));
  return api.operations.find((operation) => operation.id === id);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
