import { describe, expect, it } from "vitest";
import { checkAddresses } from "../../../../templates/packages/core/src/fetch-guard/address-policy.ts";
import { SsrfBlockedError } from "../../../../templates/packages/core/src/fetch-guard/errors.ts";
import { metadataAddresses } from "../../../../templates/packages/core/src/fetch-guard/metadata-hosts.ts";
import type { FetchGuardOptions } from "../../../../templates/packages/core/src/fetch-guard/options.ts";
import { formatIp } from "../../../../templates/packages/core/src/net/ip-address.ts";
import { policyOf } from "./policies.ts";

const url = new URL("https://name.test/");
const permitted = "permitted";

function verdict(answers: string[], options: FetchGuardOptions = {}, own: string[] = []): string {
  try {
    checkAddresses(url, answers, policyOf(options), own);
    return permitted;
  } catch (error) {
    if (error instanceof SsrfBlockedError) return error.reason;
    throw error;
  }
}

describe("every notation of an address, by default", () => {
  const rows: [name: string, address: string, verdict: string][] = [
    ["public", "8.8.8.8", permitted],
    ["public", "93.184.215.14", permitted],
    ["public", "1.1.1.1", permitted],
    ["public IPv6", "2606:4700:4700::1111", permitted],
    ["public IPv6", "2a00:1450:4001:80e::200e", permitted],
    ["public, decimal", "134744072", permitted],
    ["public, mapped", "::ffff:8.8.8.8", permitted],
    ["public, 6to4", "2002:808:808::1", permitted],
    ["public, NAT64", "64:ff9b::8.8.8.8", permitted],
    ["public, Teredo", "2001:0:808:808:0:0:f7f7:f7f7", permitted],
    ["public, ISATAP", "2606:4700::5efe:8.8.8.8", permitted],
    ["loopback", "127.0.0.1", "loopback"],
    ["loopback, end", "127.255.255.255", "loopback"],
    ["loopback, short", "127.1", "loopback"],
    ["loopback, three parts", "127.0.1", "loopback"],
    ["loopback, decimal", "2130706433", "loopback"],
    ["loopback, octal", "0177.0.0.1", "loopback"],
    ["loopback, long octal", "0000000000177.0.0.01", "loopback"],
    ["loopback, one octal", "017700000001", "loopback"],
    ["loopback, hex", "0x7f000001", "loopback"],
    ["loopback, dotted hex", "0x7f.0x0.0x0.0x1", "loopback"],
    ["loopback, mixed", "0x7f.0.1", "loopback"],
    ["loopback, trailing dot", "127.0.0.1.", "loopback"],
    ["loopback, space", " 127.0.0.1", "loopback"],
    ["loopback IPv6", "::1", "loopback"],
    ["loopback IPv6, long", "0:0:0:0:0:0:0:1", "loopback"],
    ["loopback IPv6, padded", "0000:0000:0000:0000:0000:0000:0000:0001", "loopback"],
    ["loopback IPv6, dotted", "::0.0.0.1", "loopback"],
    ["loopback IPv6, brackets", "[::1]", "loopback"],
    ["loopback IPv6, zone", "::1%lo", "loopback"],
    ["loopback, mapped", "::ffff:127.0.0.1", "loopback"],
    ["loopback, mapped hex", "::ffff:7f00:1", "loopback"],
    ["loopback, mapped long", "0:0:0:0:0:FFFF:7F00:0001", "loopback"],
    ["loopback, mapped zone", "::ffff:127.0.0.1%1", "loopback"],
    ["loopback, compatible", "::127.0.0.1", "loopback"],
    ["loopback, 6to4", "2002:7f00:1::", "loopback"],
    ["loopback, 6to4 with host", "2002:7f00:1:1:2:3:4:5", "loopback"],
    ["loopback, NAT64", "64:ff9b::127.0.0.1", "loopback"],
    ["loopback, NAT64 hex", "64:ff9b::7f00:1", "loopback"],
    ["loopback, local NAT64", "64:ff9b:1::127.0.0.1", "loopback"],
    ["loopback, Teredo client", "2001:0:808:808:0:0:80ff:fffe", "loopback"],
    ["loopback, Teredo server", "2001:0:7f00:1:0:0:f7f7:f7f7", "loopback"],
    ["loopback, ISATAP", "2606:4700::5efe:127.0.0.1", "loopback"],
    ["loopback, ISATAP universal", "2606:4700::200:5efe:7f00:1", "loopback"],
    ["translated (SIIT)", "::ffff:0:127.0.0.1", "reserved"],
    ["unspecified", "0.0.0.0", "unspecified"],
    ["unspecified, zero", "0", "unspecified"],
    ["unspecified, hex", "0x0", "unspecified"],
    ["unspecified, this network", "0.1.2.3", "unspecified"],
    ["unspecified IPv6", "::", "unspecified"],
    ["unspecified, mapped", "::ffff:0.0.0.0", "unspecified"],
    ["unspecified, 6to4", "2002::1", "unspecified"],
    ["unspecified, NAT64", "64:ff9b::", "unspecified"],
    ["private 10", "10.0.0.1", "private"],
    ["private 10, end", "10.255.255.255", "private"],
    ["private 10, decimal", "167772161", "private"],
    ["private 10, mapped", "::ffff:10.0.0.1", "private"],
    ["private 10, 6to4", "2002:a00:1::1", "private"],
    ["private 10, NAT64", "64:ff9b::a00:1", "private"],
    ["private 10, local NAT64", "64:ff9b:1::a00:1", "private"],
    ["private 10, compatible", "::10.0.0.1", "private"],
    ["private 172", "172.16.0.1", "private"],
    ["private 172, end", "172.31.255.255", "private"],
    ["beside 172", "172.32.0.0", permitted],
    ["private 192", "192.168.1.1", "private"],
    ["private 192, hex", "0xc0a80101", "private"],
    ["octal that looks private", "010.0.0.1", permitted],
    ["link-local", "169.254.1.1", "link-local"],
    ["link-local IPv6", "fe80::1", "link-local"],
    ["link-local IPv6, zone", "fe80::1%eth0", "link-local"],
    ["link-local IPv6, end", "febf:ffff::1", "link-local"],
    ["site-local", "fec0::1", "reserved"],
    ["unique-local", "fd12:3456::1", "unique-local"],
    ["unique-local, low half", "fc00::1", "unique-local"],
    ["shared (CGNAT)", "100.64.0.1", "shared"],
    ["shared, end", "100.127.255.255", "shared"],
    ["beside shared", "100.128.0.1", permitted],
    ["protocol assignments", "192.0.0.1", "reserved"],
    ["DS-Lite", "192.0.0.2", "reserved"],
    ["dummy", "192.0.0.8", "reserved"],
    ["NAT64 discovery", "192.0.0.170", "reserved"],
    ["6to4 relay", "192.88.99.1", "reserved"],
    ["TEST-NET-1", "192.0.2.1", "documentation"],
    ["TEST-NET-2", "198.51.100.1", "documentation"],
    ["TEST-NET-3", "203.0.113.1", "documentation"],
    ["documentation IPv6", "2001:db8::1", "documentation"],
    ["documentation IPv6, new", "3fff::1", "documentation"],
    ["benchmarking", "198.18.0.1", "benchmarking"],
    ["benchmarking, end", "198.19.255.255", "benchmarking"],
    ["benchmarking IPv6", "2001:2::1", "benchmarking"],
    ["multicast", "224.0.0.1", "multicast"],
    ["multicast, end", "239.255.255.255", "multicast"],
    ["multicast IPv6", "ff02::1", "multicast"],
    ["multicast IPv6, global scope", "ff0e::1", "multicast"],
    ["reserved", "240.0.0.1", "reserved"],
    ["broadcast", "255.255.255.255", "broadcast"],
    ["broadcast, decimal", "4294967295", "broadcast"],
    ["discard", "100::1", "reserved"],
    ["dummy prefix", "100:0:0:1::1", "reserved"],
    ["ORCHID", "2001:10::1", "reserved"],
    ["SRv6", "5f00::1", "reserved"],
    ["local NAT64 of a public address", "64:ff9b:1::8.8.8.8", "reserved"],
    ["compatible, public", "::8.8.8.8", "reserved"],
    ["never allocated", "4000::1", "reserved"],
    ["never allocated, low", "1::1", "reserved"],
    ["no address", "example.com", "invalid-address"],
    ["no address", "", "invalid-address"],
    ["too large", "4294967296", "invalid-address"],
    ["port", "8.8.8.8:80", "invalid-address"],
  ];
  it.each(rows)("%s: %s is %s", (_name, address, expected) => {
    expect(verdict([address])).toBe(expected);
  });
});

describe("cloud metadata", () => {
  const everything = {
    allowLoopback: true,
    allowPrivate: true,
    allowLinkLocal: true,
    allowUniqueLocal: true,
  };

  it.each(metadataAddresses)("%s (%s) stays refused when every range is permitted", (address) => {
    expect(verdict([address])).toBe("metadata");
    expect(verdict([address], everything)).toBe("metadata");
    expect(verdict([address], { ...everything, allowAddresses: [address] })).toBe(permitted);
  });

  it.each([
    ["decimal", "2852039166"],
    ["hex", "0xa9fea9fe"],
    ["octal", "0251.0376.0251.0376"],
    ["mapped", "::ffff:169.254.169.254"],
    ["mapped hex", "::ffff:a9fe:a9fe"],
    ["compatible", "::169.254.169.254"],
    ["6to4", "2002:a9fe:a9fe::"],
    ["NAT64", "64:ff9b::a9fe:a9fe"],
    ["Teredo", "2001:0:808:808:0:0:5601:5601"],
    ["ISATAP", "fe80::5efe:a9fe:a9fe"],
    ["zone", "fe80::a9fe:a9fe%eth0"],
    ["Azure, mapped", "::ffff:168.63.129.16"],
    ["Azure, NAT64", "64:ff9b::168.63.129.16"],
  ])("%s: %s", (_name, address) => {
    expect(verdict([address], everything)).toBe("metadata");
  });
});

describe("options", () => {
  const own = ["127.0.0.1", "10.1.2.3", "203.0.113.9", "8.8.4.4", "fe80::2%eth0"];
  const rows: [name: string, address: string, options: FetchGuardOptions, verdict: string][] = [
    ["allowLoopback", "127.0.0.2", { allowLoopback: true }, permitted],
    ["allowLoopback", "::1", { allowLoopback: true }, permitted],
    ["allowLoopback, mapped", "::ffff:127.0.0.2", { allowLoopback: true }, permitted],
    ["allowLoopback, NAT64", "64:ff9b::7f00:2", { allowLoopback: true }, permitted],
    ["allowLoopback is not compatible addresses", "::127.0.0.2", { allowLoopback: true }, "reserved"],
    ["allowLoopback is not unspecified", "0.0.0.0", { allowLoopback: true }, "unspecified"],
    ["allowLoopback is not private", "10.0.0.1", { allowLoopback: true }, "private"],
    ["allowPrivate", "192.168.0.1", { allowPrivate: true }, permitted],
    ["allowPrivate is not loopback", "127.0.0.1", { allowPrivate: true }, "loopback"],
    ["allowPrivate is not CGNAT", "100.64.0.1", { allowPrivate: true }, "shared"],
    ["allowPrivate is not unique-local", "fd12::1", { allowPrivate: true }, "unique-local"],
    ["allowPrivate is not link-local", "169.254.1.1", { allowPrivate: true }, "link-local"],
    ["allowLinkLocal", "169.254.1.1", { allowLinkLocal: true }, permitted],
    ["allowLinkLocal IPv6", "fe80::1%eth0", { allowLinkLocal: true }, permitted],
    ["allowUniqueLocal", "fd12::1", { allowUniqueLocal: true }, permitted],
    ["allowAddresses", "10.0.0.7", { allowAddresses: ["10.0.0.7"] }, permitted],
    ["allowAddresses, neighbour", "10.0.0.8", { allowAddresses: ["10.0.0.7"] }, "private"],
    ["allowAddresses, range", "100.64.3.4", { allowAddresses: ["100.64.0.0/10"] }, permitted],
    ["allowAddresses, mapped answer", "::ffff:10.0.0.7", { allowAddresses: ["10.0.0.7"] }, permitted],
    ["allowAddresses, mapped option", "10.0.0.7", { allowAddresses: ["::ffff:10.0.0.7"] }, permitted],
    ["allowAddresses, embedded", "64:ff9b::10.0.0.7", { allowAddresses: ["10.0.0.7"] }, permitted],
    ["denyAddresses", "8.8.8.8", { denyAddresses: ["8.0.0.0/8"] }, "denied-address"],
    ["denyAddresses, mapped", "::ffff:8.8.8.8", { denyAddresses: ["8.0.0.0/8"] }, "denied-address"],
    ["denyAddresses, embedded", "2002:808:808::1", { denyAddresses: ["8.0.0.0/8"] }, "denied-address"],
    [
      "denyAddresses wins",
      "10.0.0.7",
      { denyAddresses: ["10.0.0.7"], allowAddresses: ["10.0.0.0/8"] },
      "denied-address",
    ],
    [
      "denyAddresses wins",
      "127.0.0.1",
      { denyAddresses: ["127.0.0.1"], allowLoopback: true },
      "denied-address",
    ],
    [
      "denyAddresses wins, embedded",
      "64:ff9b::8.8.8.8",
      { denyAddresses: ["8.8.8.8"], allowAddresses: ["64:ff9b::/96"] },
      "denied-address",
    ],
    ["own, public", "8.8.4.4", {}, "own-address"],
    ["own, public, mapped", "::ffff:8.8.4.4", {}, "own-address"],
    ["own, public, 6to4", "2002:808:404::1", {}, "own-address"],
    ["own, private", "10.1.2.3", {}, "private"],
    ["own, private, permitted range", "10.1.2.3", { allowPrivate: true }, "own-address"],
    ["own, link-local, zone", "fe80::2", { allowLinkLocal: true }, "own-address"],
    ["own, by allowLoopback", "10.1.2.3", { allowPrivate: true, allowLoopback: true }, permitted],
    ["own, by address", "10.1.2.3", { allowAddresses: ["10.1.2.3"] }, permitted],
    ["own, documentation", "203.0.113.9", { allowLoopback: true }, "documentation"],
  ];
  it.each(rows)("%s: %s with %j is %s", (_name, address, options, expected) => {
    expect(verdict([address], options, own)).toBe(expected);
  });
});

describe("several answers", () => {
  it.each([
    [["8.8.8.8", "1.1.1.1"], permitted],
    [["8.8.8.8", "127.0.0.1"], "loopback"],
    [["127.0.0.1", "8.8.8.8"], "loopback"],
    [["2606:4700::1", "8.8.8.8", "::ffff:10.0.0.1"], "private"],
    [["8.8.8.8", "garbage"], "invalid-address"],
  ])("%j: %s", (answers, expected) => {
    expect(verdict(answers)).toBe(expected);
  });

  it("names the bad one, its range, its RFC and the option that permits it", () => {
    const check = () => checkAddresses(url, ["8.8.8.8", "::ffff:10.0.0.1"], policyOf(), []);
    expect(check).toThrow(
      'fetchGuard refused https://name.test/: 10.0.0.1 (one of 2 answers; one is enough) is not a public address: Private-Use, RFC 1918. To permit it: allowPrivate: true, or allowAddresses: ["10.0.0.1"].',
    );
    expect(check).toThrow(expect.objectContaining({ address: "10.0.0.1", reason: "private" }));
  });

  it("explains what an address embeds", () => {
    expect(() => checkAddresses(url, ["2002:7f00:1::"], policyOf(), [])).toThrow(
      "2002:7f00:1:: embeds 127.0.0.1, which is not a public address: Loopback, RFC 1122.",
    );
  });

  it("returns what is to be dialled in canonical form", () => {
    const checked = checkAddresses(url, ["134744072", "::ffff:1.1.1.1", "2606:4700:0::1"], policyOf(), []);
    expect(checked.map(formatIp)).toEqual(["8.8.8.8", "1.1.1.1", "2606:4700::1"]);
  });
});
