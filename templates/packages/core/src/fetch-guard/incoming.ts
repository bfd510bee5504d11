/** The response of one hop, before anyone has read its body. */

export interface Incoming {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  /** Decoded. It may be an empty stream where the message has none. */
  readonly body: ReadableStream<Uint8Array> | null;
}

/** Lets go of a response that nobody will read: its connection closes. */
export function discard(incoming: Incoming): void {
  incoming.body?.cancel().catch(() => {});
}
