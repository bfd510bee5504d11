import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatIp,
  type IpAddress,
  parseIp,
  unmapIp,
} from "../../../../templates/packages/core/src/net/ip-address.ts";

const format = (text: string) => {
  const ip = parseIp(text);
  return ip && formatIp(ip);
};

describe("parseIp and formatIp", () => {
  it.each([
    ["0.0.0.0", "0.0.0.0"],
    ["255.255.255.255", "255.255.255.255"],
    ["1.2.3.4", "1.2.3.4"],
    ["::", "::"],
    ["::1", "::1"],
    ["1::", "1::"],
    ["2001:DB8::A", "2001:db8::a"],
    ["2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"],
    ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"],
    ["1:0:0:2:0:0:0:3", "1:0:0:2::3"],
    ["1:0:0:2:0:0:3:4", "1::2:0:0:3:4"],
    ["1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"],
    ["::ffff:1.2.3.4", "::ffff:1.2.3.4"],
    ["::ffff:102:304", "::ffff:1.2.3.4"],
    ["::1.2.3.4", "::102:304"],
    ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
    ["1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"],
    ["fe80::1%eth0", "fe80::1%eth0"],
    ["fe80::1%25", "fe80::1%25"],
  ])("reads %s and writes %s", (text, canonical) => {
    expect(format(text)).toBe(canonical);
  });

  it.each([
    "",
    " 1.2.3.4",
    "1.2.3.4 ",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.",
    ".1.2.3",
    "1..2.3",
    "1.2.3.4.",
    "256.1.1.1",
    "1.2.3.999999999999",
    "01.2.3.4",
    "1.2.3.00",
    "0x7f.0.0.1",
    "+1.2.3.4",
    "1.2.3.4/8",
    "2130706433",
    "1.2.3.4%eth0",
    "１.2.3.4",
    ":",
    ":::",
    "1",
    "1:",
    ":1",
    "::1:",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:8::",
    "::1:2:3:4:5:6:7:8",
    "1:2:3:4::5:6:7:8",
    "12345::",
    "g::1",
    "[::1]",
    "::1.2.3",
    "::1.2.3.256",
    "::01.2.3.4",
    "1.2.3.4::",
    "::1.2.3.4:1",
    "1:2:3:4:5:6:7:1.2.3.4",
    "fe80::1%",
    "fe80::1%a%b",
    "fe80::1%a b",
    "::1/128",
    `fe80::1%${"a".repeat(200)}`,
  ])("refuses %j", (text) => {
    expect(parseIp(text)).toBeUndefined();
  });

  it("returns what it was given, for every address", () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    const addresses = fc.oneof(
      bytes(4).map((b): IpAddress => ({ version: 4, bytes: b, zone: "" })),
      bytes(16).map((b): IpAddress => ({ version: 6, bytes: b, zone: "" })),
      // Long runs of zeros, where the formatting is hardest.
      fc.tuple(bytes(16), fc.array(fc.boolean(), { minLength: 8, maxLength: 8 })).map(
        ([b, keep]): IpAddress => ({
          version: 6,
          bytes: b.map((x, i) => (keep[i >> 1] ? x : 0)),
          zone: "",
        }),
      ),
    );
    fc.assert(
      fc.property(addresses, (ip) => {
        expect(parseIp(formatIp(ip))).toEqual(ip);
      }),
    );
  });

  it("formats IPv6 as URL parsing does", () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const ip = parseIp(text);
        if (ip === undefined || formatIp(ip).startsWith("::ffff:")) return;
        expect(`[${formatIp(ip)}]`).toBe(new URL(`http://[${text}]`).hostname);
      }),
    );
  });
});

describe("unmapIp", () => {
  it.each([
    ["::ffff:10.0.0.1", "10.0.0.1"],
    ["::ffff:10.0.0.1%eth0", "10.0.0.1"],
    ["::10.0.0.1", "::a00:1"],
    ["::fffe:10.0.0.1", "::fffe:a00:1"],
    ["1::ffff:10.0.0.1", "1::ffff:a00:1"],
    ["10.0.0.1", "10.0.0.1"],
  ])("turns %s into %s", (text, expected) => {
    const ip = parseIp(text);
    expect(ip && formatIp(unmapIp(ip))).toBe(expected);
  });
});
