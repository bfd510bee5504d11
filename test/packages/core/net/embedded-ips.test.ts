import { describe, expect, it } from "vitest";
import { embeddedIps } from "../../../../templates/packages/core/src/net/embedded-ips.ts";
import { formatIp, parseIp } from "../../../../templates/packages/core/src/net/ip-address.ts";

describe("embeddedIps", () => {
  it.each([
    ["6to4", "2002:7f00:1::", ["127.0.0.1"]],
    ["6to4 with a host part", "2002:c000:204:1:2:3:4:5", ["192.0.2.4"]],
    [
      "Teredo: server, client inverted",
      "2001:0:4136:e378:8000:63bf:3fff:fdd2",
      ["65.54.227.120", "192.0.2.45"],
    ],
    ["not Teredo", "2001:1:4136:e378:8000:63bf:3fff:fdd2", []],
    ["NAT64", "64:ff9b::7f00:1", ["127.0.0.1"]],
    ["local NAT64", "64:ff9b:1:2:3:4:7f00:1", ["127.0.0.1"]],
    ["IPv4-compatible", "::10.0.0.1", ["10.0.0.1"]],
    ["IPv4-compatible, small", "::0.0.0.2", ["0.0.0.2"]],
    ["unspecified", "::", []],
    ["loopback", "::1", []],
    ["ISATAP, private", "2001:db8::5efe:10.0.0.1", ["10.0.0.1"]],
    ["ISATAP, universal bit", "2001:db8::200:5efe:8.8.8.8", ["8.8.8.8"]],
    ["6to4 and ISATAP at once", "2002:808:808::5efe:10.0.0.1", ["8.8.8.8", "10.0.0.1"]],
    ["almost ISATAP", "2001:db8::100:5efe:10.0.0.1", []],
    ["plain", "2606:4700::1111", []],
    ["IPv4", "127.0.0.1", []],
  ])("%s: %s", (_name, text, expected) => {
    const ip = parseIp(text);
    expect(ip && embeddedIps(ip).map(formatIp)).toEqual(expected);
  });
});
