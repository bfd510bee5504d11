import { encodeBase64Url } from "../crypto/base64url.ts";
import type { HmacKeys } from "../crypto/hmac-keys.ts";

const NONCE_BYTES = 16;
const shape = /^([\w-]{22})\.([\w-]{43})$/;

/**
 * Signed double-submit tokens: a random number and its HMAC together with the session's id. Who can write cookies, from a
 * sibling domain for example, can neither make one nor use one of another session.
 */
export class CsrfTokens {
  readonly #keys: HmacKeys;

  constructor(keys: HmacKeys) {
    this.#keys = keys;
  }

  /** @param binding the session's id, empty where there is none */
  async issue(binding: string): Promise<string> {
    const nonce = encodeBase64Url(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
    return `${nonce}.${await this.#keys.sign(textOf(binding, nonce))}`;
  }

  /** Whether the token belongs to the session: under the secret that signs now, an older one, or not at all. */
  async judge(token: string, binding: string): Promise<"current" | "old" | "invalid"> {
    const [, nonce, signature] = shape.exec(token) ?? [];
    if (nonce === undefined || signature === undefined) return "invalid";
    const key = await this.#keys.verify(textOf(binding, nonce), signature);
    if (key === -1) return "invalid";
    return key === 0 ? "current" : "old";
  }
}

function textOf(binding: string, nonce: string): string {
  return `daloy.csrf\n${binding}\n${nonce}`;
}
