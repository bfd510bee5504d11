import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CookieAttributes } from "../../../../templates/packages/core/src/cookies/cookie-rules.ts";
import { parseCookies } from "../../../../templates/packages/core/src/cookies/parse-cookies.ts";
import { serializeCookie } from "../../../../templates/packages/core/src/cookies/serialize-cookie.ts";

describe("parseCookies", () => {
  test.each<[string, string, Record<string, string>]>([
    ["pairs", "a=1; b=2", { a: "1", b: "2" }],
    ["nothing", "", {}],
    ["an empty value", "a=", { a: "" }],
    ["equals signs in a value", "a=b=c==", { a: "b=c==" }],
    ["spaces and tabs around", " a = 1 ;\tb=2\t", { a: "1", b: "2" }],
    ["no space between", "a=1;b=2", { a: "1", b: "2" }],
    ["empty pairs", ";; a=1;;", { a: "1" }],
    ["a duplicate: the first counts", "a=1; a=2", { a: "1" }],
    ["names that differ by case", "a=1; A=2", { a: "1", A: "2" }],
    ["quotes", 'a="1 2"; b="; c="', { a: "1 2", b: '"', c: '"' }],
    ["no percent decoding", "a=%41%00", { a: "%41%00" }],
    ["a pair without a name", "=1; b=2", { b: "2" }],
    ["a pair without equals", "__Host-sid; b=2", { b: "2" }],
    ["a name with a space", "a b=1; c=2", { c: "2" }],
    ["a control character", "a=1\u0001; b=2\r\nc=3; d=4", { d: "4" }],
    ["a no-break space is no separator", "\u00a0a=1; b=\u00a02", { b: "\u00a02" }],
  ])("%s", (_name, header, expected) => {
    expect(Object.fromEntries(parseCookies(header))).toEqual(expected);
  });

  test("names of Object.prototype are names like any other", () => {
    const cookies = parseCookies("__proto__=1; constructor=2");
    expect(cookies.get("__proto__")).toBe("1");
    expect(parseCookies("a=1").get("constructor")).toBeUndefined();
  });

  test("reads 180 and no more", () => {
    const header = Array.from({ length: 5000 }, (_, i) => `c${i}=${i}`).join("; ");
    expect(parseCookies(header).size).toBe(180);
  });
});

describe("serializeCookie", () => {
  test.each<[string, CookieAttributes, string]>([
    ["no attributes", {}, "id=v"],
    [
      "all attributes",
      {
        domain: "example.com",
        path: "/a b",
        expires: new Date(0),
        maxAge: 60,
        httpOnly: true,
        secure: true,
        sameSite: "Lax",
        partitioned: true,
      },
      "id=v; Domain=example.com; Path=/a b; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60; HttpOnly; Secure; SameSite=Lax; Partitioned",
    ],
    ["Max-Age above 400 days", { maxAge: 1e9 }, "id=v; Max-Age=34560000"],
    ["Max-Age that deletes", { maxAge: 0 }, "id=v; Max-Age=0"],
    ["a leading dot", { domain: ".example.com" }, "id=v; Domain=.example.com"],
  ])("%s", (_name, attributes, expected) => {
    expect(serializeCookie("id", "v", attributes)).toBe(expected);
  });

  const host = { secure: true, path: "/" };

  test.each<[string, string, CookieAttributes]>([
    ["__Host-", "__Host-id", host],
    ["__Host- with other attributes", "__Host-id", { ...host, httpOnly: true, sameSite: "None" }],
    ["__Secure-", "__Secure-id", { secure: true, domain: "example.com" }],
    ["__Http-", "__Http-id", { secure: true, httpOnly: true }],
    ["__Host-Http-", "__Host-Http-id", { ...host, httpOnly: true }],
  ])("accepts %s", (_name, name, attributes) => {
    expect(serializeCookie(name, "v", attributes)).toContain(`${name}=v;`);
  });

  test.each<[string, string, CookieAttributes, string]>([
    ["__Host- without Secure", "__Host-id", { path: "/" }, "requires Secure"],
    ["__Host- without a path", "__Host-id", { secure: true }, "requires Path=/"],
    ["__Host- with another path", "__Host-id", { secure: true, path: "/a" }, "requires Path=/"],
    ["__Host- with a domain", "__Host-id", { ...host, domain: "example.com" }, "forbids Domain"],
    ["__HOST- in capitals", "__HOST-id", { path: "/" }, "requires Secure"],
    ["__secure- in small letters", "__secure-id", {}, "requires Secure"],
    ["__Http- without HttpOnly", "__Http-id", { secure: true }, "requires HttpOnly"],
    ["__Host-Http- without HttpOnly", "__Host-Http-id", host, "requires HttpOnly"],
    ["SameSite=None without Secure", "id", { sameSite: "None" }, "SameSite=None requires Secure"],
    ["Partitioned without Secure", "id", { partitioned: true }, "Partitioned requires Secure"],
    ["a domain with an attribute in it", "id", { domain: "a.com; Secure" }, "Domain"],
    ["a domain with a line feed", "id", { domain: "a.com\r\nX: y" }, "Domain"],
    ["an empty domain", "id", { domain: "" }, "Domain"],
    ["a path with an attribute in it", "id", { path: "/; Domain=evil.com" }, "Path"],
    ["a relative path", "id", { path: "a" }, "Path"],
    ["an invalid date", "id", { expires: new Date(Number.NaN) }, "Expires"],
    ["half a second", "id", { maxAge: 0.5 }, "Max-Age"],
    ["an endless Max-Age", "id", { maxAge: Number.POSITIVE_INFINITY }, "Max-Age"],
    ["an unknown SameSite", "id", JSON.parse('{"sameSite":"lax; Domain=x"}'), "SameSite"],
  ])("refuses %s", (_name, name, attributes, message) => {
    expect(() => serializeCookie(name, "v", attributes)).toThrow(message);
  });

  test.each(["", "a b", "a;b", "a=b", "a,b", "a\n", "é", '"a"', "a\0"])("refuses the name %j", (name) => {
    expect(() => serializeCookie(name, "v")).toThrow("token");
  });

  test.each(["a;b", "a b", "a,b", 'a"b', "a\\b", "a\rb", "a\nb", "a\0b", "é", "\u007f"])(
    "refuses the value %j",
    (value) => {
      expect(() => serializeCookie("id", `secret${value}`)).toThrow("encodeURIComponent");
      expect(() => serializeCookie("id", `secret${value}`)).not.toThrow("secret");
    },
  );

  test("refuses more than 4096 bytes", () => {
    expect(() => serializeCookie("id", "x".repeat(4094))).not.toThrow();
    expect(() => serializeCookie("id", "x".repeat(4095))).toThrow("4096");
  });

  test("what it writes is read back", () => {
    fc.assert(
      fc.property(fc.string().map(encodeURIComponent), (value) => {
        expect(parseCookies(serializeCookie("id", value)).get("id")).toBe(value);
      }),
    );
  });
});
