export interface BasicCredentials {
  readonly name: string;
  readonly password: string;
}

/** RFC 7617 §2 and RFC 4648 §4: padded, no white space. */
const pattern = /^Basic +((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/i;
/** The scheme may be followed by more than one space. */
const MOST_EXTRA_SPACES = 8;

/**
 * Name and password of an `Authorization` header, normalised to NFC; `undefined` where it holds none: another scheme, more
 * than `maxBytes`, not the one Base64 spelling of its bytes, not UTF-8, no colon, or control characters, which RFC 7617 §2 forbids.
 */
export function parseBasicCredentials(header: string, maxBytes: number): BasicCredentials | undefined {
  // Base64 makes four characters of three bytes; nothing longer is decoded.
  if (header.length > "Basic ".length + 4 * Math.ceil(maxBytes / 3) + MOST_EXTRA_SPACES) return undefined;
  const text = decode(pattern.exec(header)?.[1] ?? "", maxBytes)?.normalize("NFC") ?? "";
  const colon = text.indexOf(":");
  if (colon === -1 || /\p{Cc}/u.test(text)) return undefined;
  return { name: text.slice(0, colon), password: text.slice(colon + 1) };
}

function decode(base64: string, maxBytes: number): string | undefined {
  const binary = atob(base64);
  if (binary.length > maxBytes || btoa(binary) !== base64) return undefined;
  try {
    const bytes = Uint8Array.from(binary, (unit) => unit.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
