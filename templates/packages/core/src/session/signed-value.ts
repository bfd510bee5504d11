import { HmacKeys } from "../crypto/hmac-keys.ts";
import { resolveEnvironment } from "../env/environment.ts";
import { type SecretOption, takeSecrets } from "../secrets/secret-list.ts";
import { assertStrongSecret } from "../secrets/secret-strength.ts";

/** Keeps what is signed here apart from session ids and CSRF tokens under the same secret. */
const purpose = "daloy.value\n";

/** A lone surrogate is encoded as U+FFFD, and would share that character's signature. */
const loneSurrogate = /\p{Surrogate}/u;

/**
 * Signs a value that a client keeps and must not change, such as a cookie: `<value>.<HMAC-SHA256 in base64url>`. The value
 * stays readable, and the signature does not expire: put a time into the value if it must.
 *
 * @throws TypeError on a missing secret, in production on a weak one, or when the value is no well-formed Unicode
 */
export async function signValue(value: string, secret: string): Promise<string> {
  if (loneSurrogate.test(value)) throw new TypeError("signValue(): the value is no well-formed Unicode.");
  return `${value}.${await keysOf("signValue()", secret).sign(purpose + value)}`;
}

/**
 * The value that `signValue` signed with one of the secrets, or `undefined`. Compared in constant time.
 *
 * @throws TypeError on a missing secret, in production on a weak one
 */
export async function verifySignedValue(
  signed: string,
  secret: string | readonly string[],
): Promise<string | undefined> {
  const keys = keysOf("verifySignedValue()", secret);
  const dot = signed.lastIndexOf(".");
  if (dot === -1) return undefined;
  const value = signed.slice(0, dot);
  if (loneSurrogate.test(value)) return undefined;
  return (await keys.verify(purpose + value, signed.slice(dot + 1))) === -1 ? undefined : value;
}

function keysOf(owner: string, option: SecretOption): HmacKeys {
  const secrets = takeSecrets(owner, option);
  if (resolveEnvironment() === "production") for (const secret of secrets) assertStrongSecret(owner, secret);
  return new HmacKeys(secrets);
}
