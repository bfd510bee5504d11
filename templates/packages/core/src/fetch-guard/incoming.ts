/** The response of one hop, before anyone has read its body. */

export interface Incoming {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  /** Decoded. `null` where the message has none. */
  readonly body: ReadableStream<Uint8Array> | null;
}

/** Statuses whose responses have no body, whatever their headers say (Fetch standard, "null body status"). */
export function isNullBodyStatus(status: number): boolean {
  return status === 101 || status === 103 || status === 204 || status === 205 || status === 304;
}

/** Lets go of a response that nobody will read: its connection closes. */
export function discard(incoming: Incoming): void {
  incoming.body?.cancel().catch(() => {});
}
