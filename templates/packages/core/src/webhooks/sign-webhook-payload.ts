import { webhookKey } from "./webhook-key.ts";
import { assertPayload, isWebhookId, type WebhookPayload, webhookSignature } from "./webhook-signature.ts";

export interface SignWebhookOptions {
  /** The raw body. */
  payload: WebhookPayload;
  /** 32 bytes or more. With an `id`, a Standard Webhooks secret: `whsec_` and Base64. */
  secret: string;
  /** Seconds since the epoch, to be sent along. */
  timestamp: number;
  /** The message's id, without a dot: signs as Standard Webhooks say. */
  id?: string | undefined;
}

/**
 * Signs a webhook with HMAC-SHA256: in hexadecimal over `timestamp.payload`, or, with an `id`, what goes into the header
 * `webhook-signature` (Standard Webhooks, `v1,` and Base64) beside `webhook-id` and `webhook-timestamp`. While a secret is
 * replaced, sign with both and join the signatures by a space.
 *
 * @throws TypeError on a missing secret, in production on a weak one, on a payload that is no raw body, a timestamp that is
 *   no whole number of seconds, or an id with a dot
 */
export async function signWebhookPayload(options: SignWebhookOptions): Promise<string> {
  const { payload, secret, timestamp, id } = options;
  const owner = "signWebhookPayload()";
  assertPayload(owner, payload);
  if (!Number.isSafeInteger(timestamp) || timestamp < 0 || timestamp > 1e11) {
    throw new TypeError(
      `${owner}: timestamp must be whole seconds since the epoch, such as Math.floor(Date.now() / 1000).`,
    );
  }
  if (id !== undefined && !isWebhookId(id)) {
    throw new TypeError(`${owner}: the id must be printable ASCII without a dot.`);
  }
  const key = webhookKey(owner, secret, id !== undefined);
  const signature = await webhookSignature({ id, timestamp: String(timestamp), payload }, key);
  return id === undefined ? signature : `v1,${signature}`;
}
