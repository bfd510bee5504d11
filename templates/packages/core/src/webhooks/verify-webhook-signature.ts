import { timingSafeEqual } from "../secrets/timing-safe-equal.ts";
import { webhookKey } from "./webhook-key.ts";
import { assertPayload, isWebhookId, type WebhookPayload, webhookSignature } from "./webhook-signature.ts";

interface VerifyOptions {
  /** The raw body. */
  payload: WebhookPayload;
  /** One, or several while one is replaced: any may have signed. For Standard Webhooks `whsec_` and Base64. */
  secret: string | readonly string[];
  /** How far the timestamp may lie in the past or the future, in seconds. Default 300. */
  toleranceSeconds?: number | undefined;
}

export interface VerifyWebhookOptions extends VerifyOptions {
  /** In hexadecimal; with an `id` what stood in `webhook-signature`. `null` and `undefined` are a missing header. */
  signature: string | null | undefined;
  /** Seconds since the epoch, as it was sent. */
  timestamp: string | number | null | undefined;
  /** The message's id, for Standard Webhooks. */
  id?: string | null | undefined;
}

export interface VerifyStandardWebhookOptions extends VerifyOptions {
  /** With `webhook-id`, `webhook-timestamp` and `webhook-signature`: `context.head.headers` or a `Headers`. */
  headers: { get(name: string): string | null };
}

/** More signatures than a rotation needs are not looked at. */
const MAX_SIGNATURES = 16;
const hexSignature = /^[0-9a-f]{64}$/i;

/**
 * Whether a webhook was signed with one of the secrets, now: see `signWebhookPayload` for what is signed. Signatures are
 * compared in constant time. A message that is younger than `toleranceSeconds` can be sent again: remember the ids that were
 * handled for as long.
 *
 * @throws TypeError for mistakes of the caller alone: a missing secret, in production a weak one, a payload that is no raw
 *   body, or a tolerance that is no number of seconds
 */
export async function verifyWebhookSignature(
  options: VerifyWebhookOptions | VerifyStandardWebhookOptions,
): Promise<boolean> {
  const owner = "verifyWebhookSignature()";
  const { payload, secret, toleranceSeconds = 300 } = options;
  assertPayload(owner, payload);
  if (!Number.isFinite(toleranceSeconds) || toleranceSeconds < 0) {
    throw new TypeError(`${owner}: toleranceSeconds must be a finite number of seconds.`);
  }
  const { signature, timestamp, id } = "headers" in options ? fromHeaders(options) : options;
  const standard = id !== undefined;
  const secrets = typeof secret === "string" ? [secret] : secret;
  if (secrets.length === 0) throw new TypeError(`${owner}: the secret is missing.`);
  const keys = secrets.map((one) => webhookKey(owner, one, standard));

  if (!signature || !isRecent(timestamp, toleranceSeconds)) return false;
  if (standard && (id === null || !isWebhookId(id))) return false;
  const candidates = standard ? standardSignatures(signature) : hexSignatures(signature);
  const message = { id: id ?? undefined, timestamp: String(timestamp), payload };
  let matches = false;
  for (const key of keys) {
    const expected = await webhookSignature(message, key);
    for (const candidate of candidates) if (timingSafeEqual(candidate, expected)) matches = true;
  }
  return matches;
}

function fromHeaders({ headers }: VerifyStandardWebhookOptions) {
  return {
    id: headers.get("webhook-id"),
    timestamp: headers.get("webhook-timestamp"),
    signature: headers.get("webhook-signature"),
  };
}

/** Digits alone: what is signed is this text, and it has one spelling. */
function isRecent(timestamp: string | number | null | undefined, toleranceSeconds: number): boolean {
  const text = String(timestamp ?? "");
  return /^\d{1,11}$/.test(text) && Math.abs(Date.now() / 1000 - Number(text)) <= toleranceSeconds;
}

function hexSignatures(signature: string): string[] {
  return hexSignature.test(signature) ? [signature.toLowerCase()] : [];
}

/** `v1,<Base64> v1,<Base64>`; other versions are left out. */
function standardSignatures(header: string): string[] {
  return header
    .split(" ", MAX_SIGNATURES)
    .flatMap((entry) => (entry.startsWith("v1,") ? entry.slice("v1,".length) : []));
}
