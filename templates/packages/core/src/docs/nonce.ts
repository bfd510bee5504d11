/** CSP Level 3 §2.3.1 `base64-value`, and long enough to carry 128 bits. */
const nonceValue = /^[A-Za-z0-9+/_-]{22,}={0,2}$/;

/** @throws TypeError when the value cannot stand in a policy and in an attribute as it is */
export function assertNonce(nonce: string): void {
  if (!nonceValue.test(nonce)) {
    throw new TypeError(
      'The nonce must be 22 or more base64 characters, new for every response: crypto.randomUUID().replaceAll("-", "").',
    );
  }
}
