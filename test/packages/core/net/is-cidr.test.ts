import fc from "fast-check";
import { expect, it } from "vitest";
import { parseCidr } from "../../../../templates/packages/core/src/net/cidr.ts";
import { isCidr } from "../../../../templates/packages/core/src/net/is-cidr.ts";

function agrees(text: string): void {
  expect([text, isCidr(text)]).toEqual([text, parseCidr(text) !== undefined]);
}

it.each([
  "10.0.0.0/8",
  "10.1.2.3",
  "0.0.0.0/0",
  "255.255.255.255/32",
  "::/0",
  "::1",
  "1::",
  "1:2:3:4:5:6:7:8/128",
  "1:2:3:4:5:6:7::",
  "::2:3:4:5:6:7:8",
  "1:2:3::5:6:7:8",
  "::ffff:10.1.2.3/104",
  "1:2:3:4:5:6:10.1.2.3",
  "2001:DB8::/32",
])("%s is a range, as it is to the parser", (text) => {
  expect(isCidr(text)).toBe(true);
  agrees(text);
});

it.each([
  "",
  "/8",
  "10.0.0.0/",
  "10.0.0.0/33",
  "10.0.0.0/08",
  "10.0.0.0/8/8",
  "10.0.0/8",
  "10.0.0.0.0",
  "010.0.0.1",
  "256.0.0.1",
  " 10.0.0.1",
  "10.0.0.1\n",
  "1:2:3:4:5:6:7:8:9",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8::",
  "1::2::3",
  ":::",
  ":1::",
  "1:",
  ":",
  "12345::",
  "g::",
  "::/129",
  "::1%eth0",
  "[::1]",
  "::10.1.2.3:1",
  "1:2:3:4:5:6:7:10.1.2.3",
  "::010.1.2.3",
])("%j is none, as it is to the parser", (text) => {
  expect(isCidr(text)).toBe(false);
  agrees(text);
});

it("and so for any text", () => {
  const group = fc.constantFrom(
    "0",
    "1",
    "ff",
    "abcd",
    "12345",
    "g",
    "",
    "10.0.0.1",
    "255.255.255.256",
    "01",
  );
  const separator = fc.constantFrom(":", "::", ".", "/", ":::");
  const grouped = fc
    .array(fc.tuple(group, separator), { maxLength: 9 })
    .map((parts) => parts.flat().join(""))
    .chain((start) => fc.constantFrom("", "1", "/0", "/64", "/128", "/129").map((end) => start + end));
  const noise = fc.string({ unit: fc.constantFrom(..."0123456789af:./%"), maxLength: 24 });
  const v4 = fc.tuple(fc.ipV4(), fc.nat(34)).map(([address, prefix]) => `${address}/${prefix}`);
  const v6 = fc.tuple(fc.ipV6(), fc.nat(130)).map(([address, prefix]) => `${address}/${prefix}`);
  fc.assert(fc.property(fc.oneof(grouped, noise, v4, v6), agrees), { numRuns: 3000 });
});
