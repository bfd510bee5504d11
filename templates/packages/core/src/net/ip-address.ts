/** IP addresses as bytes: parsing, formatting, folding. Nothing here compares text. */

/** An IPv4 (4 bytes) or IPv6 (16 bytes) address in network byte order. */
export interface IpAddress {
  readonly version: 4 | 6;
  readonly bytes: Uint8Array;
  /** The IPv6 zone (`eth0` in `fe80::1%eth0`, RFC 4007), or `""`. Not part of the address's identity. */
  readonly zone: string;
}

const DOT = 46;
const COLON = 58;

/**
 * Parses the canonical notations only: dotted IPv4 with four decimal parts and no leading zeros, and IPv6 as
 * RFC 4291 section 2.2 writes it, optionally with a zone. Anything else (`127.1`, `0x7f000001`, `[::1]`,
 * `010.0.0.1`, surrounding space) is `undefined`: see `parseLooseIp` for those.
 */
export function parseIp(text: string): IpAddress | undefined {
  // 45 characters of address at most, then a zone; refuse novels before scanning them.
  if (text.length > 128) return undefined;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === COLON) return parseV6(text);
    if (code === DOT) return parseV4(text);
  }
  return undefined;
}

/** Formats canonically: dotted decimal, or RFC 5952 (lower case, longest zero run as `::`, mapped as `::ffff:1.2.3.4`). */
export function formatIp(ip: IpAddress): string {
  const { bytes } = ip;
  if (ip.version === 4) return dotted(bytes, 0);
  const zone = ip.zone === "" ? "" : `%${ip.zone}`;
  if (isMapped(bytes)) return `::ffff:${dotted(bytes, 12)}${zone}`;

  const run = longestZeroRun(bytes);
  let text = "";
  for (let i = 0; i < 8; i++) {
    if (run.length > 1 && i === run.start) {
      text += "::";
      i += run.length - 1;
      continue;
    }
    const separator = text === "" || text.endsWith("::") ? "" : ":";
    text += separator + groupAt(bytes, i).toString(16);
  }
  return text + zone;
}

/** Folds an IPv4-mapped address (`::ffff:a.b.c.d`, RFC 4291 section 2.5.5.2) to the IPv4 address it stands for. */
export function unmapIp(ip: IpAddress): IpAddress {
  return ip.version === 6 && isMapped(ip.bytes) ? ipv4(ip.bytes.subarray(12)) : ip;
}

/** An IPv4 address of four bytes. */
export function ipv4(bytes: Uint8Array): IpAddress {
  return { version: 4, bytes, zone: "" };
}

function isMapped(bytes: Uint8Array): boolean {
  for (let i = 0; i < 10; i++) if (bytes[i] !== 0) return false;
  return bytes[10] === 0xff && bytes[11] === 0xff;
}

function dotted(bytes: Uint8Array, at: number): string {
  return `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`;
}

function groupAt(bytes: Uint8Array, index: number): number {
  return ((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0);
}

function longestZeroRun(bytes: Uint8Array): { start: number; length: number } {
  const best = { start: 0, length: 0 };
  let start = 0;
  for (let i = 0; i < 8; i++) {
    if (groupAt(bytes, i) !== 0) {
      start = i + 1;
    } else if (i + 1 - start > best.length) {
      best.start = start;
      best.length = i + 1 - start;
    }
  }
  return best;
}

function parseV4(text: string): IpAddress | undefined {
  const bytes = new Uint8Array(4);
  return readV4(text, 0, bytes, 0) ? ipv4(bytes) : undefined;
}

/** Reads dotted decimal from `from` to the end of `text` into four bytes of `out`. */
function readV4(text: string, from: number, out: Uint8Array, at: number): boolean {
  let part = 0;
  let digits = 0;
  let value = 0;
  for (let i = from; i <= text.length; i++) {
    const code = i === text.length ? DOT : text.charCodeAt(i);
    if (code === DOT) {
      if (digits === 0 || part === 4) return false;
      out[at + part++] = value;
      digits = 0;
      value = 0;
      continue;
    }
    const digit = code - 48;
    if (digit < 0 || digit > 9 || (digits > 0 && value === 0)) return false;
    value = value * 10 + digit;
    digits++;
    if (value > 255) return false;
  }
  return part === 4;
}

function parseV6(text: string): IpAddress | undefined {
  const percent = text.indexOf("%");
  const zone = percent === -1 ? "" : text.slice(percent + 1);
  if (percent !== -1 && !isZone(zone)) return undefined;
  const address = percent === -1 ? text : text.slice(0, percent);

  const bytes = new Uint8Array(16);
  let length = 0;
  let gap = -1;
  let i = 0;
  if (address.startsWith("::")) {
    gap = 0;
    i = 2;
  }
  while (i < address.length) {
    if (length === 16) return undefined;
    let value = 0;
    let end = i;
    for (let digit = hexDigit(address, end); digit !== -1; digit = hexDigit(address, end)) {
      value = value * 16 + digit;
      if (++end - i > 4) return undefined;
    }
    if (end === i) return undefined;
    if (address.charCodeAt(end) === DOT) {
      if (length > 12 || !readV4(address, i, bytes, length)) return undefined;
      length += 4;
      break;
    }
    bytes[length++] = value >> 8;
    bytes[length++] = value & 0xff;
    if (end === address.length) break;
    if (address.charCodeAt(end) !== COLON) return undefined;
    i = end + 1;
    if (address.charCodeAt(i) === COLON) {
      if (gap !== -1) return undefined;
      gap = length;
      i++;
    } else if (i === address.length) {
      return undefined;
    }
  }
  // "::" stands for at least one group of zeros.
  if (gap === -1 ? length !== 16 : length > 14) return undefined;
  if (gap !== -1) {
    bytes.copyWithin(16 - (length - gap), gap, length);
    bytes.fill(0, gap, 16 - (length - gap));
  }
  return { version: 6, bytes, zone };
}

function hexDigit(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

function isZone(zone: string): boolean {
  return zone.length > 0 && /^[\w.~-]+$/.test(zone);
}
