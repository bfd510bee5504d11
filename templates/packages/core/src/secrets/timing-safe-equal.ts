/**
 * Compares two secrets without telling, by the time it takes, where they differ.
 *
 * The work depends on the two lengths alone, never on the contents; that the lengths differ is not hidden.
 * Two strings are compared by their UTF-16 units, a string and bytes by the string's UTF-8 bytes.
 * Synchronous, and the same on every runtime.
 */
export function timingSafeEqual(a: string | Uint8Array, b: string | Uint8Array): boolean {
  if (typeof a === "string" && typeof b === "string") return equalStrings(a, b);
  return equalBytes(typeof a === "string" ? utf8(a) : a, typeof b === "string" ? utf8(b) : b);
}

function equalStrings(a: string, b: string): boolean {
  const rounds = Math.max(a.length, b.length);
  let difference = a.length ^ b.length;
  for (let i = 0; i < rounds; i++) {
    difference |= (i < a.length ? a.charCodeAt(i) : 0) ^ (i < b.length ? b.charCodeAt(i) : 0);
  }
  return difference === 0;
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  const rounds = Math.max(a.length, b.length);
  let difference = a.length ^ b.length;
  for (let i = 0; i < rounds; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
