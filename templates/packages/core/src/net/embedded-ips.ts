/** IPv4 addresses inside IPv6 addresses: where a packet really goes once a tunnel or translator has handled it. */
import { type IpAddress, ipv4 } from "./ip-address.ts";

/**
 * The IPv4 addresses that an IPv6 address carries: 6to4 (RFC 3056), Teredo (RFC 4380: server, and client inverted),
 * NAT64 (RFC 6052, RFC 8215), IPv4-compatible (RFC 4291) and ISATAP (RFC 5214). Empty for any other address, and for
 * IPv4-mapped ones, which `unmapIp` folds.
 */
export function embeddedIps(ip: IpAddress): IpAddress[] {
  if (ip.version === 4) return [];
  const { bytes } = ip;
  const at = (offset: number) => ipv4(bytes.slice(offset, offset + 4));
  const found: IpAddress[] = [];

  if (startsWith(bytes, 0x20, 0x02)) found.push(at(2));
  else if (startsWith(bytes, 0x20, 0x01, 0, 0))
    found.push(at(4), ipv4(bytes.slice(12).map((byte) => byte ^ 0xff)));
  else if (startsWith(bytes, 0, 0x64, 0xff, 0x9b)) found.push(at(12));
  else if (isCompatible(bytes)) found.push(at(12));

  const isatap =
    (bytes[8] === 0 || bytes[8] === 2) && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;
  if (isatap) found.push(at(12));
  return found;
}

function startsWith(bytes: Uint8Array, ...prefix: number[]): boolean {
  return prefix.every((byte, i) => bytes[i] === byte);
}

/** `::a.b.c.d`, other than `::` and `::1`, which are addresses of their own. */
function isCompatible(bytes: Uint8Array): boolean {
  if (bytes.subarray(0, 12).some((byte) => byte !== 0)) return false;
  return bytes.subarray(12, 15).some((byte) => byte !== 0) || (bytes[15] ?? 0) > 1;
}
