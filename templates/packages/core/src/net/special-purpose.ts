/**
 * The IANA special-purpose address registries, and the multicast and unallocated space that they leave out.
 *
 * Sources: iana-ipv4-special-registry and iana-ipv6-special-registry (RFC 6890, RFC 8190), RFC 5771, RFC 4291.
 */
import { CidrTable, parseCidr } from "./cidr.ts";
import type { IpAddress } from "./ip-address.ts";

/** What an address range is for. `global` is the public Internet; a `translated` address is what it embeds. */
export type AddressKind =
  | "global"
  | "translated"
  | "loopback"
  | "private"
  | "link-local"
  | "unique-local"
  | "shared"
  | "unspecified"
  | "broadcast"
  | "multicast"
  | "documentation"
  | "benchmarking"
  | "reserved";

export interface SpecialPurposeRange {
  readonly range: string;
  readonly kind: AddressKind;
  /** The registry's name for the range. */
  readonly name: string;
  readonly rfc: string;
}

const row = (range: string, kind: AddressKind, name: string, rfc: string): SpecialPurposeRange => ({
  range,
  kind,
  name,
  rfc: `RFC ${rfc}`,
});

/** Every range, IPv4 first. Where ranges overlap, the longest prefix decides. */
export const specialPurposeRanges: readonly SpecialPurposeRange[] = [
  row("0.0.0.0/0", "global", "Unicast", "791"),
  row("0.0.0.0/8", "unspecified", "This network", "791"),
  row("10.0.0.0/8", "private", "Private-Use", "1918"),
  row("100.64.0.0/10", "shared", "Shared Address Space", "6598"),
  row("127.0.0.0/8", "loopback", "Loopback", "1122"),
  row("169.254.0.0/16", "link-local", "Link Local", "3927"),
  row("172.16.0.0/12", "private", "Private-Use", "1918"),
  row("192.0.0.0/24", "reserved", "IETF Protocol Assignments", "6890"),
  row("192.0.0.0/29", "reserved", "IPv4 Service Continuity Prefix", "7335"),
  row("192.0.0.8/32", "reserved", "IPv4 dummy address", "7600"),
  row("192.0.0.9/32", "global", "Port Control Protocol Anycast", "7723"),
  row("192.0.0.10/32", "global", "Traversal Using Relays around NAT Anycast", "8155"),
  row("192.0.0.170/31", "reserved", "NAT64/DNS64 Discovery", "8880"),
  row("192.0.2.0/24", "documentation", "Documentation (TEST-NET-1)", "5737"),
  row("192.31.196.0/24", "global", "AS112-v4", "7535"),
  row("192.52.193.0/24", "global", "AMT", "7450"),
  row("192.88.99.0/24", "reserved", "Deprecated (6to4 Relay Anycast)", "7526"),
  row("192.88.99.2/32", "reserved", "6a44-relay anycast address", "6751"),
  row("192.168.0.0/16", "private", "Private-Use", "1918"),
  row("192.175.48.0/24", "global", "Direct Delegation AS112 Service", "7534"),
  row("198.18.0.0/15", "benchmarking", "Benchmarking", "2544"),
  row("198.51.100.0/24", "documentation", "Documentation (TEST-NET-2)", "5737"),
  row("203.0.113.0/24", "documentation", "Documentation (TEST-NET-3)", "5737"),
  row("224.0.0.0/4", "multicast", "Multicast", "5771"),
  row("240.0.0.0/4", "reserved", "Reserved", "1112"),
  row("255.255.255.255/32", "broadcast", "Limited Broadcast", "919"),

  // Only 2000::/3 has ever been delegated for global unicast: what is not listed here is not on the Internet.
  row("::/0", "reserved", "Unallocated", "4291"),
  row("2000::/3", "global", "Global Unicast", "4291"),
  row("::/96", "reserved", "IPv4-Compatible Address (deprecated)", "4291"),
  row("::/128", "unspecified", "Unspecified Address", "4291"),
  row("::1/128", "loopback", "Loopback Address", "4291"),
  row("64:ff9b::/96", "translated", "IPv4-IPv6 Translation (NAT64)", "6052"),
  row("64:ff9b:1::/48", "reserved", "Local-Use IPv4-IPv6 Translation", "8215"),
  row("100::/64", "reserved", "Discard-Only Address Block", "6666"),
  row("100:0:0:1::/64", "reserved", "Dummy IPv6 Prefix", "9780"),
  row("2001::/23", "reserved", "IETF Protocol Assignments", "2928"),
  row("2001::/32", "translated", "TEREDO", "4380"),
  row("2001:1::1/128", "global", "Port Control Protocol Anycast", "7723"),
  row("2001:1::2/128", "global", "Traversal Using Relays around NAT Anycast", "8155"),
  row("2001:1::3/128", "global", "DNS-SD Service Registration Protocol Anycast", "9665"),
  row("2001:2::/48", "benchmarking", "Benchmarking", "5180"),
  row("2001:3::/32", "global", "AMT", "7450"),
  row("2001:4:112::/48", "global", "AS112-v6", "7535"),
  row("2001:10::/28", "reserved", "Deprecated (previously ORCHID)", "4843"),
  row("2001:20::/28", "global", "ORCHIDv2", "7343"),
  row("2001:30::/28", "global", "Drone Remote ID Protocol Entity Tags", "9374"),
  row("2001:db8::/32", "documentation", "Documentation", "3849"),
  row("2002::/16", "translated", "6to4", "3056"),
  row("2620:4f:8000::/48", "global", "Direct Delegation AS112 Service", "7534"),
  row("3fff::/20", "documentation", "Documentation", "9637"),
  row("5f00::/16", "reserved", "Segment Routing (SRv6) SIDs", "9602"),
  row("fc00::/7", "unique-local", "Unique-Local", "4193"),
  row("fe80::/10", "link-local", "Link-Local Unicast", "4291"),
  row("fec0::/10", "reserved", "Site-Local Unicast (deprecated)", "3879"),
  row("ff00::/8", "multicast", "Multicast", "4291"),
];

const table = new CidrTable<SpecialPurposeRange>();
for (const entry of specialPurposeRanges) {
  const range = parseCidr(entry.range);
  if (range === undefined) throw new TypeError(`special-purpose.ts: ${entry.range} is not a CIDR range.`);
  table.set(range, entry);
}

/**
 * The registry's row for an address. It judges the address as written: fold IPv4-mapped addresses first (`unmapIp`), and
 * look into translated ones (`embeddedIps`).
 */
export function specialPurposeOf(ip: IpAddress): SpecialPurposeRange {
  const found = table.get(ip);
  // Both families have a row of prefix 0.
  if (found === undefined) throw new TypeError("No special-purpose row covers the address.");
  return found;
}
