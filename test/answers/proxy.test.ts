import { describe, expect, it } from "vitest";
import { parseProxy } from "../../src/answers/proxy.ts";

describe("parseProxy", () => {
  it.each([
    ["unset", "unset"],
    ["none", "none"],
    ["Loopback", "loopback"],
    ["hops:1", "hops:1"],
    ["hops:64", "hops:64"],
    ["cidr:10.0.0.0/8", "cidr:10.0.0.0/8"],
    ["cidr:0.0.0.0/0", "cidr:0.0.0.0/0"],
    ["cidr:fd00::/8", "cidr:fd00::/8"],
    ["cidr:10.0.0.0/8, fd00::/8", "cidr:10.0.0.0/8,fd00::/8"],
    ["cidr:::1/128", "cidr:::1/128"],
  ])("takes %s", (text, value) => {
    expect(parseProxy(text)).toEqual({ ok: true, value });
  });

  it.each([
    "hops:",
    "hops:0",
    "hops:65",
    "hops:-1",
    "hops:1.5",
    "hops:01",
    "hops:1e1",
    "hops:0x1",
    "cidr:",
    "cidr:10.0.0.0",
    "cidr:10.0.0.0/33",
    "cidr:10.0.0.0/",
    "cidr:10.0.0.0/08",
    "cidr:10.0.0/8",
    "cidr:010.0.0.0/8",
    "cidr:fd00::/129",
    "cidr:fe80::1%eth0/64",
    "cidr:10.0.0.0/8/8",
    "cidr:10.0.0.0/8,",
    "cidr:example.org/8",
    "",
    "all",
  ])("refuses %j", (text) => {
    expect(parseProxy(text)).toMatchObject({ ok: false });
  });

  it("names each range that is wrong", () => {
    const parsed = parseProxy("cidr:10.0.0.0/8,10.0.0.0/33,nonsense");
    expect(parsed).toMatchObject({ message: '"10.0.0.0/33", "nonsense" are not CIDR ranges.' });
  });

  it("proposes the nearest form", () => {
    expect(parseProxy("lopback")).toMatchObject({ fix: expect.stringContaining("Did you mean loopback?") });
    expect(parseProxy("hop:1")).toMatchObject({ fix: expect.stringContaining("Did you mean hops:?") });
  });
});
