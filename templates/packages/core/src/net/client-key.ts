/** One client, one key, however its address is written. */
import { maskIp } from "./cidr.ts";
import { formatIp, parseIp, unmapIp } from "./ip-address.ts";

/**
 * The key under which a client is counted: the IPv4 address, or the IPv6 network, because one subscriber commonly holds
 * a whole /56 (RFC 6177) and could otherwise take a new identity with every request. IPv4-mapped addresses share the key
 * of their IPv4 address.
 *
 * Text that is no address gets the one shared key `"invalid"`, so that nobody can mint keys by varying it.
 *
 * @param address canonical text, as from a socket or behind the proxy-trust boundary
 * @param ipv6PrefixBits length of the IPv6 network that counts as one client, 1 to 128; 56 by default
 * @throws RangeError if `ipv6PrefixBits` is no integer from 1 to 128
 */
export function clientKey(address: string, ipv6PrefixBits = 56): string {
  if (!Number.isInteger(ipv6PrefixBits) || ipv6PrefixBits < 1 || ipv6PrefixBits > 128) {
    throw new RangeError(`ipv6PrefixBits must be an integer from 1 to 128, not ${String(ipv6PrefixBits)}.`);
  }
  const parsed = parseIp(address);
  if (parsed === undefined) return "invalid";
  const ip = unmapIp(parsed);
  if (ip.version === 4) return formatIp(ip);
  return `${formatIp(maskIp(ip, ipv6PrefixBits))}/${ipv6PrefixBits}`;
}
