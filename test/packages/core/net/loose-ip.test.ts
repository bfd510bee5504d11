import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatIp } from "../../../../templates/packages/core/src/net/ip-address.ts";
import { parseLooseIp } from "../../../../templates/packages/core/src/net/loose-ip.ts";

const format = (text: string) => {
  const ip = parseLooseIp(text);
  return ip && formatIp(ip);
};

describe("parseLooseIp", () => {
  it.each([
    ["127.0.0.1", "127.0.0.1"],
    ["127.0.0.1.", "127.0.0.1"],
    [" 127.0.0.1\n", "127.0.0.1"],
    ["127.1", "127.0.0.1"],
    ["127.0.1", "127.0.0.1"],
    ["127.65537", "127.1.0.1"],
    ["10.1.258", "10.1.1.2"],
    ["2130706433", "127.0.0.1"],
    ["4294967295", "255.255.255.255"],
    ["017700000001", "127.0.0.1"],
    ["0x7f000001", "127.0.0.1"],
    ["0X7F000001", "127.0.0.1"],
    ["0x7f.1", "127.0.0.1"],
    ["0x7f.0x0.0x0.0x1", "127.0.0.1"],
    ["0177.0.0.1", "127.0.0.1"],
    ["0177.0.0.01", "127.0.0.1"],
    ["00000000177.0.0.1", "127.0.0.1"],
    ["010.0.0.1", "8.0.0.1"],
    ["0", "0.0.0.0"],
    ["0x", "0.0.0.0"],
    ["0.0", "0.0.0.0"],
    ["[::1]", "::1"],
    ["[127.0.0.1]", "127.0.0.1"],
    ["[::ffff:7f00:1]", "::ffff:127.0.0.1"],
    ["fe80::1%1", "fe80::1%1"],
  ])("reads %j as %s", (text, expected) => {
    expect(format(text)).toBe(expected);
  });

  it.each([
    "",
    ".",
    "..",
    "4294967296",
    "256.1",
    "1.2.3.4.5",
    "1.2.3.256",
    "1.16777216",
    "08",
    "09.1.1.1",
    "0x7g",
    "-1",
    "1e3",
    "a.b",
    "1..2",
    "[::1",
    "0b1",
  ])("refuses %j", (text) => {
    expect(parseLooseIp(text)).toBeUndefined();
  });

  it("agrees with URL parsing on every number notation", () => {
    const number = fc
      .tuple(fc.oneof(fc.nat(300), fc.nat(2 ** 31 - 1), fc.constant(2 ** 32 - 1)), fc.constantFrom(8, 10, 16))
      .map(([n, base]) => ({ 8: `0${n.toString(8)}`, 10: String(n), 16: `0x${n.toString(16)}` })[base]);
    const text = fc.array(number, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("."));
    fc.assert(
      fc.property(text, (host) => {
        const expected = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : undefined;
        expect(format(host)).toBe(expected);
      }),
    );
  });
});
