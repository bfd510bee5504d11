import { describe, expect, it } from "vitest";
import { parseCidr } from "../../../../templates/packages/core/src/net/cidr.ts";
import { formatIp, type IpAddress, parseIp } from "../../../../templates/packages/core/src/net/ip-address.ts";
import {
  specialPurposeOf,
  specialPurposeRanges,
} from "../../../../templates/packages/core/src/net/special-purpose.ts";

const kindOf = (text: string) => {
  const ip = parseIp(text);
  return ip && specialPurposeOf(ip).kind;
};

/** The last address of a range, and the ones just outside of it. */
function edges(text: string): { first: string; last: string } {
  const range = parseCidr(text);
  if (range === undefined) throw new Error(text);
  const last: IpAddress = {
    ...range.address,
    bytes: range.address.bytes.map(
      (byte, i) => byte | (0xff >> Math.min(8, Math.max(0, range.prefix - 8 * i))),
    ),
  };
  return { first: formatIp(range.address), last: formatIp(last) };
}

describe("specialPurposeRanges", () => {
  it("lists each range once, in canonical form", () => {
    const ranges = specialPurposeRanges.map(({ range }) => range);
    expect(new Set(ranges).size).toBe(ranges.length);
    for (const text of ranges) expect(`${edges(text).first}/${text.split("/")[1]}`).toBe(text);
  });

  it.each(specialPurposeRanges.map(({ range, kind }) => [range, kind] as const))(
    "%s begins and ends as %s, or as a longer row says",
    (range, kind) => {
      const { first, last } = edges(range);
      const longer = specialPurposeRanges.filter(
        (other) => Number(other.range.split("/")[1]) > Number(range.split("/")[1]),
      );
      for (const address of [first, last]) {
        const inner = longer.some((other) =>
          [edges(other.range).first, edges(other.range).last].includes(address),
        );
        if (!inner && range !== "::/0") expect(kindOf(address)).toBe(kind);
      }
    },
  );

  it.each([
    ["9.255.255.255", "global"],
    ["11.0.0.0", "global"],
    ["100.63.255.255", "global"],
    ["100.128.0.0", "global"],
    ["126.255.255.255", "global"],
    ["128.0.0.0", "global"],
    ["169.253.255.255", "global"],
    ["169.255.0.0", "global"],
    ["172.15.255.255", "global"],
    ["172.32.0.0", "global"],
    ["192.0.1.0", "global"],
    ["192.0.0.9", "global"],
    ["192.0.0.10", "global"],
    ["192.0.0.11", "reserved"],
    ["192.167.255.255", "global"],
    ["192.169.0.0", "global"],
    ["198.17.255.255", "global"],
    ["198.20.0.0", "global"],
    ["223.255.255.255", "global"],
    ["239.255.255.255", "multicast"],
    ["240.0.0.0", "reserved"],
    ["255.255.255.254", "reserved"],
    ["255.255.255.255", "broadcast"],
    ["::", "unspecified"],
    ["::1", "loopback"],
    ["::2", "reserved"],
    ["1fff:ffff::", "reserved"],
    ["2000::", "global"],
    ["2001:1::1", "global"],
    ["2001:1::4", "reserved"],
    ["2001:200::", "global"],
    ["2003::", "global"],
    ["2606:4700::1111", "global"],
    ["3ffe:ffff::", "global"],
    ["3fff:1000::", "global"],
    ["4000::", "reserved"],
    ["fbff::", "reserved"],
    ["fdff::", "unique-local"],
    ["fe00::", "reserved"],
    ["febf::", "link-local"],
    ["feff::", "reserved"],
    ["ff02::1", "multicast"],
    ["::ffff:0:127.0.0.1", "reserved"],
  ])("%s is %s", (address, kind) => {
    expect(kindOf(address)).toBe(kind);
  });
});
