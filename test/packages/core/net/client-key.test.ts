import { describe, expect, it } from "vitest";
import { clientKey } from "../../../../templates/packages/core/src/net/client-key.ts";

describe("clientKey", () => {
  it.each([
    ["192.0.2.1", undefined, "192.0.2.1"],
    ["::ffff:192.0.2.1", undefined, "192.0.2.1"],
    ["::FFFF:C000:0201", undefined, "192.0.2.1"],
    ["2001:db8:1:23ff::1", undefined, "2001:db8:1:2300::/56"],
    ["2001:0DB8:0001:2342:ffff::", undefined, "2001:db8:1:2300::/56"],
    ["2001:db8:1:2400::1", undefined, "2001:db8:1:2400::/56"],
    ["2001:db8:1:23ff::1", 64, "2001:db8:1:23ff::/64"],
    ["2001:db8:1:23ff::1", 128, "2001:db8:1:23ff::1/128"],
    ["fe80::1%eth0", 128, "fe80::1/128"],
    ["", undefined, "invalid"],
    ["unknown", undefined, "invalid"],
    ["192.0.2.01", undefined, "invalid"],
  ])("%s with %s bits is %s", (address, bits, key) => {
    expect(clientKey(address, bits)).toBe(key);
  });

  it.each([0, 129, 1.5, Number.NaN])("refuses %s bits", (bits) => {
    expect(() => clientKey("::1", bits)).toThrow(RangeError);
  });
});
