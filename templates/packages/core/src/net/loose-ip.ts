/** The other ways to write an address that `getaddrinfo`, URL parsers and DNS answers understand. */
import { type IpAddress, ipv4, parseIp } from "./ip-address.ts";

/**
 * Parses what `parseIp` does, and besides: brackets, a trailing dot, and every IPv4 form of `inet_aton(3)` and the
 * WHATWG URL standard (one to four parts, each decimal, octal or hexadecimal: `2130706433`, `0x7f.1`, `0177.0.0.01`).
 */
export function parseLooseIp(text: string): IpAddress | undefined {
  const trimmed = text.trim();
  const inner = trimmed.startsWith("[") && trimmed.endsWith("]") ? trimmed.slice(1, -1) : trimmed;
  return parseIp(inner) ?? parseNumbers(inner);
}

function parseNumbers(text: string): IpAddress | undefined {
  const parts = text.split(".", 6);
  if (parts.length > 1 && parts.at(-1) === "") parts.pop();
  if (parts.length > 4) return undefined;

  const bytes = new Uint8Array(4);
  for (const [index, part] of parts.entries()) {
    const value = parseNumber(part);
    if (value === undefined) return undefined;
    if (index < parts.length - 1) {
      if (value > 255) return undefined;
      bytes[index] = value;
    } else {
      // The last part fills all the bytes that are left.
      const room = 4 - index;
      if (value >= 256 ** room) return undefined;
      for (let i = 0; i < room; i++) bytes[3 - i] = Math.floor(value / 256 ** i) % 256;
    }
  }
  return ipv4(bytes);
}

function parseNumber(text: string): number | undefined {
  if (text.length > 64) return undefined;
  if (/^0x[0-9a-f]*$/i.test(text)) return Number.parseInt(text.slice(2) || "0", 16);
  if (/^0[0-7]*$/.test(text)) return Number.parseInt(text, 8);
  return /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
}
