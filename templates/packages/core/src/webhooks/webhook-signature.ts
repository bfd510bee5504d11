import { hmacSha256 } from "../crypto/hmac-keys.ts";

/** The raw body, as it was sent: what was parsed and written again is another text. */
export type WebhookPayload = string | Uint8Array;

export interface WebhookMessage {
  /** With an id it is signed as Standard Webhooks say. */
  readonly id: string | undefined;
  /** Seconds since the epoch, as they are sent. */
  readonly timestamp: string;
  readonly payload: WebhookPayload;
}

/** HMAC-SHA256 over `id.timestamp.payload`, in Base64; without an id over `timestamp.payload`, in hexadecimal. */
export async function webhookSignature(
  { id, timestamp, payload }: WebhookMessage,
  key: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const head = new TextEncoder().encode(id === undefined ? `${timestamp}.` : `${id}.${timestamp}.`);
  const body = typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
  const content = new Uint8Array(head.length + body.length);
  content.set(head);
  content.set(body, head.length);
  const signature = await hmacSha256(key, content);
  return id === undefined ? toHex(signature) : btoa(String.fromCharCode(...signature));
}

/** @throws TypeError on what is no raw body */
export function assertPayload(owner: string, payload: unknown): asserts payload is WebhookPayload {
  if (typeof payload === "string" || payload instanceof Uint8Array) return;
  throw new TypeError(
    `${owner}: payload must be the raw body, a string or bytes, not what was parsed from it.`,
  );
}

/** Printable ASCII without a dot, which would let `a` with `1.x` and `a.1` with `x` be the same signed text. */
export function isWebhookId(id: string): boolean {
  return /^[!-\-/-~]{1,256}$/.test(id);
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
