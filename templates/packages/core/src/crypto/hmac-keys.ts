import { timingSafeEqual } from "../secrets/timing-safe-equal.ts";
import { encodeBase64Url } from "./base64url.ts";

/** The platform's key, whose type has a global name on some runtimes only. */
type HmacKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** HMAC-SHA256 (RFC 2104) of a text or bytes. */
export async function hmacSha256(
  secret: Uint8Array<ArrayBuffer>,
  content: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
  return signWith(await importKey(secret), content);
}

/**
 * Secrets of which the first signs and all verify, so that one can be replaced by putting its successor before it. They
 * are imported at first use: a Worker may not do that while it loads.
 */
export class HmacKeys {
  readonly #secrets: readonly string[];
  #keys: Promise<HmacKey[]> | undefined;

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
  }

  /** The signature under the first secret, base64url. */
  async sign(text: string): Promise<string> {
    const [key] = await this.#imported();
    if (!key) throw new TypeError("There is no secret to sign with.");
    return signText(key, text);
  }

  /** Which secret made the signature, 0 for the one that signs now; -1 for none of them. Compared in constant time. */
  async verify(text: string, signature: string): Promise<number> {
    for (const [index, key] of (await this.#imported()).entries()) {
      if (timingSafeEqual(await signText(key, text), signature)) return index;
    }
    return -1;
  }

  #imported(): Promise<HmacKey[]> {
    this.#keys ??= Promise.all(this.#secrets.map((secret) => importKey(new TextEncoder().encode(secret))));
    return this.#keys;
  }
}

/** Texts are compared, not bytes: a signature then has one spelling. */
async function signText(key: HmacKey, text: string): Promise<string> {
  return encodeBase64Url(await signWith(key, new TextEncoder().encode(text)));
}

async function signWith(key: HmacKey, content: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, content));
}

function importKey(secret: Uint8Array<ArrayBuffer>): Promise<HmacKey> {
  return crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}
