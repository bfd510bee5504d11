import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CidrSet, CidrTable, maskIp, parseCidr } from "../../../../templates/packages/core/src/net/cidr.ts";
import { formatIp, type IpAddress, parseIp } from "../../../../templates/packages/core/src/net/ip-address.ts";

describe("parseCidr", () => {
  it.each([
    ["10.0.0.0/8", "10.0.0.0", 8],
    ["10.1.2.3/8", "10.0.0.0", 8],
    ["10.1.2.3/12", "10.0.0.0", 12],
    ["10.1.2.3", "10.1.2.3", 32],
    ["0.0.0.0/0", "0.0.0.0", 0],
    ["2001:db8::/32", "2001:db8::", 32],
    ["2001:db8:ffff::1/33", "2001:db8:8000::", 33],
    ["::1", "::1", 128],
    ["::ffff:10.1.2.3/104", "10.0.0.0", 8],
    ["::ffff:10.1.2.3", "10.1.2.3", 32],
    ["::ffff:0:0/95", "::fffe:0:0", 95],
  ])("reads %s", (text, address, prefix) => {
    const range = parseCidr(text);
    expect(range && [formatIp(range.address), range.prefix]).toEqual([address, prefix]);
  });

  it.each([
    "",
    "/8",
    "10.0.0.0/",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/08",
    "10.0.0.0/8.0",
    "10.0.0.0/8/8",
    "10/8",
    "::/129",
    "fe80::1%eth0/64",
    "a/8",
    "10.0.0.0/ 8",
  ])("refuses %j", (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});

describe("CidrSet", () => {
  const set = new CidrSet(["10.0.0.0/8", "192.0.2.7", "2001:db8::/33", "fe80::/10"]);

  it.each([
    ["10.255.255.255", true],
    ["11.0.0.0", false],
    ["9.255.255.255", false],
    ["192.0.2.7", true],
    ["192.0.2.6", false],
    ["::ffff:10.1.2.3", true],
    ["::ffff:a01:203", true],
    ["::ffff:11.1.2.3", false],
    ["::10.1.2.3", false],
    ["2001:db8:7fff:ffff::", true],
    ["2001:db8:8000::", false],
    ["2001:0DB8:0:0:0:0:0:1", true],
    ["fe80::1%eth0", true],
    ["010.0.0.1", false],
    ["nonsense", false],
  ])("%s: %s", (address, expected) => {
    expect(set.has(address)).toBe(expected);
  });

  it("does not take an IPv4 range for an IPv6 one of the same bytes", () => {
    expect(new CidrSet(["32.1.13.184/32"]).has("2001:db8::")).toBe(false);
    expect(new CidrSet(["::/0"]).has("1.2.3.4")).toBe(false);
    expect(new CidrSet(["0.0.0.0/0"]).has("::1")).toBe(false);
  });

  it("names every faulty entry", () => {
    expect(() => new CidrSet(["10.0.0.0/8", "ten", "10.0.0.0/40"])).toThrow(/"ten", "10.0.0.0\/40"/);
  });

  it("agrees with comparing masked bytes", () => {
    const address = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(address, address, fc.integer({ min: 0, max: 128 }), fc.boolean(), (a, b, prefix, near) => {
        const ip = (bytes: Uint8Array): IpAddress => ({ version: 6, bytes, zone: "" });
        // A neighbour that differs in one bit only, or anything.
        const other = ip(
          near ? a.map((byte, i) => (i === (b[0] ?? 0) % 16 ? byte ^ (1 << ((b[1] ?? 0) % 8)) : byte)) : b,
        );
        const range = { address: maskIp(ip(a), prefix), prefix };
        const expected = formatIp(maskIp(other, prefix)) === formatIp(range.address);
        expect(new CidrTable<true>().set(range, true).get(other) === true).toBe(expected);
      }),
    );
  });
});

describe("CidrTable", () => {
  it("finds the longest range", () => {
    const table = new CidrTable<string>();
    for (const text of ["10.1.0.0/16", "0.0.0.0/0", "10.0.0.0/8", "10.1.2.3/32"]) {
      const range = parseCidr(text);
      if (range) table.set(range, text);
    }
    const get = (text: string) => {
      const ip = parseIp(text);
      return ip && table.get(ip);
    };
    expect(get("10.1.2.3")).toBe("10.1.2.3/32");
    expect(get("10.1.2.4")).toBe("10.1.0.0/16");
    expect(get("10.2.2.4")).toBe("10.0.0.0/8");
    expect(get("11.2.2.4")).toBe("0.0.0.0/0");
    expect(get("::")).toBeUndefined();
  });
});
