/** Address ranges, matched by bytes. */
import { type IpAddress, ipv4, parseIp, unmapIp } from "./ip-address.ts";
import { cidrFault } from "./is-cidr.ts";

/** A range in CIDR notation (RFC 4632, RFC 4291 section 2.3). Bits behind the prefix are zero. */
export interface Cidr {
  readonly address: IpAddress;
  readonly prefix: number;
}

/**
 * Parses `10.0.0.0/8`, `2001:db8::/32`, or a single address (a /32 or /128). Bits set behind the prefix are cleared,
 * and a range of IPv4-mapped addresses becomes the IPv4 range it stands for. Anything else is `undefined`.
 */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf("/");
  const address = parseIp(slash === -1 ? text : text.slice(0, slash));
  if (address === undefined || address.zone !== "") return undefined;
  const width = address.bytes.length * 8;
  const digits = slash === -1 ? String(width) : text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(digits) || Number(digits) > width) return undefined;

  const prefix = Number(digits);
  const folded = unmapIp(address);
  return folded !== address && prefix >= 96
    ? { address: maskIp(folded, prefix - 96), prefix: prefix - 96 }
    : { address: maskIp(address, prefix), prefix };
}

/** Clears every bit behind the first `prefix` bits. */
export function maskIp(ip: IpAddress, prefix: number): IpAddress {
  const bytes = ip.bytes.slice();
  for (let i = prefix >> 3; i < bytes.length; i++) {
    const keep = Math.max(0, prefix - 8 * i);
    bytes[i] = (bytes[i] ?? 0) & (0xff00 >> keep);
  }
  return ip.version === 4 ? ipv4(bytes) : { version: 6, bytes, zone: "" };
}

interface TrieNode<T> {
  zero?: TrieNode<T>;
  one?: TrieNode<T>;
  value?: { readonly of: T };
}

/** Maps ranges to values; a look-up finds the value of the longest range that holds the address, in at most 128 steps. */
export class CidrTable<T> {
  readonly #v4: TrieNode<T> = {};
  readonly #v6: TrieNode<T> = {};

  /** Sets the value of a range; a range that is already there is overwritten. */
  set(range: Cidr, value: T): this {
    let node = range.address.version === 4 ? this.#v4 : this.#v6;
    for (let i = 0; i < range.prefix; i++) {
      const side = bit(range.address.bytes, i) === 0 ? "zero" : "one";
      node = node[side] ??= {};
    }
    node.value = { of: value };
    return this;
  }

  /** The value of the longest range that holds `ip`. The address is taken as it is: fold mapped ones with `unmapIp`. */
  get(ip: IpAddress): T | undefined {
    let node: TrieNode<T> | undefined = ip.version === 4 ? this.#v4 : this.#v6;
    let found: { readonly of: T } | undefined;
    const width = ip.bytes.length * 8;
    for (let i = 0; node !== undefined; i++) {
      found = node.value ?? found;
      if (i === width) break;
      node = bit(ip.bytes, i) === 0 ? node.zero : node.one;
    }
    return found?.of;
  }
}

/** A set of ranges. IPv4-mapped addresses match as the IPv4 addresses they stand for; zones are ignored. */
export class CidrSet {
  readonly #table = new CidrTable<true>();

  /**
   * @param ranges addresses and CIDR ranges
   * @throws TypeError naming every entry that is neither
   */
  constructor(ranges: Iterable<string>) {
    const faults: string[] = [];
    for (const text of ranges) {
      const range = parseCidr(text);
      if (range === undefined) faults.push(text);
      else this.#table.set(range, true);
    }
    if (faults.length > 0) throw cidrFault(faults);
  }

  /** Whether an address is in one of the ranges. Text that is no canonical address is in none. */
  has(address: IpAddress | string): boolean {
    const ip = typeof address === "string" ? parseIp(address) : address;
    return ip !== undefined && this.#table.get(unmapIp(ip)) === true;
  }
}

function bit(bytes: Uint8Array, index: number): number {
  return ((bytes[index >> 3] ?? 0) >> (7 - (index & 7))) & 1;
}
