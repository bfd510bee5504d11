import { resolveEnvironment } from "../env/environment.ts";
import { assertStrongSecret } from "../secrets/secret-strength.ts";

const standardPrefix = "whsec_";

/**
 * The bytes that a webhook secret stands for: those of the text, or, for Standard Webhooks, what is Base64 behind `whsec_`.
 *
 * @throws TypeError when it is empty, in production when it is weak, or when it is no Standard Webhooks secret
 */
export function webhookKey(owner: string, secret: string, standard: boolean): Uint8Array<ArrayBuffer> {
  if (secret === "") throw new TypeError(`${owner}: the secret is missing.`);
  if (resolveEnvironment() === "production") assertStrongSecret(owner, secret);
  if (!standard) return new TextEncoder().encode(secret);
  const bytes = secret.startsWith(standardPrefix)
    ? fromBase64(secret.slice(standardPrefix.length))
    : undefined;
  if (bytes === undefined || bytes.length === 0) {
    throw new TypeError(`${owner}: a Standard Webhooks secret is "${standardPrefix}" and Base64.`);
  }
  return bytes;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
