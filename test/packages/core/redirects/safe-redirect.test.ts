import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { safeRedirect } from "../../../../templates/packages/core/src/index.ts";

const allowedOrigins = ["https://app.example.com", "http://localhost:3000"];
const to = (target: string | null | undefined, fallback?: string) =>
  safeRedirect(target, { allowedOrigins, fallback }).headers.location;

describe("goes to", () => {
  it.each<[string, string?]>([
    ["/"],
    ["/books"],
    ["/books/7?page=2&sort=-title#top"],
    ["/search?q=a%20b&next=%2Fhome"],
    ["/search?next=https://evil.example/"],
    ["/a//b"],
    ["/@evil.example"],
    ["/:80/x"],
    ["/~user/;a=1"],
    ["/a/../b", "/b"],
    ["/a/./b", "/a/b"],
    ["/%7Euser"],
    ["https://app.example.com", "https://app.example.com/"],
    ["https://app.example.com/a?b#c"],
    ["https://app.example.com:443/a", "https://app.example.com/a"],
    ["HTTPS://APP.EXAMPLE.COM/a", "https://app.example.com/a"],
    ["http://localhost:3000/"],
  ])("%s", (target, location = target) => {
    expect(to(target)).toBe(location);
  });
});

describe("does not go to", () => {
  it.each([
    ["nothing", null],
    ["undefined", undefined],
    ["an empty text", ""],
    ["another origin", "https://evil.example/"],
    ["another scheme of a listed host", "http://app.example.com/"],
    ["another port", "https://app.example.com:8443/"],
    ["a sibling", "https://evil.app.example.com/"],
    ["a host that begins alike", "https://app.example.com.evil.example/"],
    ["a host that ends alike", "https://evilapp.example.com/"],
    ["a trailing dot", "https://app.example.com./"],
    ["two slashes", "//evil.example"],
    ["two slashes, a listed host", "//app.example.com/"],
    ["three slashes", "///evil.example"],
    ["many slashes", "////evil.example"],
    ["a slash and a backslash", "/\\evil.example"],
    ["a backslash and a slash", "\\/evil.example"],
    ["two backslashes", "\\\\evil.example"],
    ["a backslash in the path", "/a\\b"],
    ["a tab between the slashes", "/\t/evil.example"],
    ["a line feed between the slashes", "/\n/evil.example"],
    ["a carriage return between the slashes", "/\r/evil.example"],
    ["a tab before", "\t//evil.example"],
    ["a space before", " //evil.example"],
    ["a space before a path", " /home"],
    ["NUL before", "\0//evil.example"],
    ["a vertical tab before", "\u000b//evil.example"],
    ["an escape before", "\u001b//evil.example"],
    ["a byte order mark before", "\ufeff//evil.example"],
    ["a no-break space before", "\u00a0//evil.example"],
    ["a zero-width space between", "/\u200b/evil.example"],
    ["a soft hyphen between", "/\u00ad/evil.example"],
    ["a fullwidth solidus", "/\uff0fevil.example"],
    ["two fullwidth solidi", "\uff0f\uff0fevil.example"],
    ["a division slash", "/\u2215evil.example"],
    ["a fraction slash", "/\u2044evil.example"],
    ["a fullwidth reverse solidus", "/\uff3cevil.example"],
    ["a small reverse solidus", "/\ufe68evil.example"],
    ["a big solidus", "/\u29f8evil.example"],
    ["an ideographic full stop in a host", "https://app\u3002example.com/"],
    ["a fullwidth letter in a host", "https://\uff41pp.example.com/"],
    ["a lone surrogate", "/\ud800"],
    ["CR LF", "/\r\nset-cookie: a=1"],
    ["encoded CR LF", "/%0d%0aset-cookie:%20a=1"],
    ["encoded CR LF in the query", "/?a=%0D%0Ab"],
    ["an encoded NUL", "/a%00"],
    ["an encoded tab between the slashes", "/%09/evil.example"],
    ["an encoded delete", "/%7f"],
    ["an encoded slash first", "/%2fevil.example"],
    ["an encoded slash first, in capitals", "/%2F/evil.example"],
    ["an encoded backslash first", "/%5cevil.example"],
    ["a slash that is encoded twice", "/%252fevil.example"],
    ["a slash that is encoded three times", "/%25252Fevil.example"],
    ["dot segments before two slashes", "/..//evil.example"],
    ["a dot segment before two slashes", "/.//evil.example"],
    ["encoded dot segments before two slashes", "/%2e%2e//evil.example"],
    ["a path that folds to two slashes", "/a/..//evil.example"],
    ["a path that folds to an encoded slash", "/a/../%2fevil.example"],
    ["a scheme without slashes", "https:evil.example"],
    ["a scheme with one slash", "https:/evil.example"],
    ["a listed host without slashes", "https:app.example.com"],
    ["a listed host with one slash", "https:/app.example.com"],
    ["a listed host with three slashes", "https:///app.example.com"],
    ["a listed host with backslashes", "https:\\\\app.example.com"],
    ["user information that looks listed", "https://app.example.com@evil.example/"],
    ["user information with a password", "https://app.example.com:443@evil.example/"],
    ["user information before a listed host", "https://user@app.example.com/"],
    ["empty user information", "https://@app.example.com/", true],
    ["a backslash before @", "https://evil.example\\@app.example.com/"],
    ["a fragment before @", "https://evil.example#@app.example.com/"],
    ["a query before @", "https://evil.example?@app.example.com/"],
    ["an encoded host", "https://%61pp.example.com%2eevil.example/"],
    ["javascript:", "javascript:alert(1)"],
    ["javascript: in capitals", "JaVaScRiPt:alert(1)"],
    ["javascript: behind a tab", "\tjavascript:alert(1)"],
    ["javascript: with a tab within", "java\tscript:alert(1)"],
    ["javascript: with a host", "javascript://app.example.com/%0aalert(1)"],
    ["data:", "data:text/html,<script>alert(1)</script>"],
    ["vbscript:", "vbscript:msgbox(1)"],
    ["blob: of a listed origin", "blob:https://app.example.com/1"],
    ["file:", "file:///etc/passwd"],
    ["ftp:", "ftp://app.example.com/"],
    ["view-source:", "view-source:https://app.example.com/"],
    ["a path without a slash", "home"],
    ["a path that goes up", "../home"],
    ["a query alone", "?next=1"],
    ["a fragment alone", "#top"],
    ["a host alone", "evil.example"],
    ["a decimal address", "//2130706433"],
    ["what is too long", `/${"a".repeat(2048)}`],
  ] as [string, string | null | undefined, boolean?][])("%s", (_, target, sameHost) => {
    if (sameHost) expect(new URL(to(target)).host).toBe("app.example.com");
    else {
      expect(to(target)).toBe("/");
      expect(to(target, "/home?a#b")).toBe("/home?a#b");
    }
  });
});

it("never leads a browser away, whatever it is given", () => {
  const pieces = fc.constantFrom(
    ..."/\\.:@?#%&;=".split(""),
    "//",
    "/\t/",
    "\r\n",
    " ",
    "%2f",
    "%5C",
    "%0d",
    "%2e",
    "..",
    "https:",
    "http://",
    "javascript:",
    "evil.example",
    "app.example.com",
    "\uff0f",
    "\u3002",
    "a",
    "@",
    "localhost:3000",
  );
  const target = fc.oneof(
    fc.array(pieces, { maxLength: 8 }).map((list) => list.join("")),
    fc.array(pieces, { maxLength: 8 }).map((list) => `/${list.join("")}`),
    fc.webUrl(),
  );
  fc.assert(
    fc.property(
      target,
      fc.constantFrom("https://own.example/a/b?c", "http://own.example:8080/"),
      (text, page) => {
        const location = to(text);
        const reached = new URL(location, page);
        expect([new URL(page).origin, ...allowedOrigins]).toContain(reached.origin);
        expect(reached.username + reached.password).toBe("");
        expect(location).toMatch(/^[!-~]+$/);
        // what a proxy or a router makes of it that takes the path for a reference of its own
        expect([...allowedOrigins, new URL(page).origin]).toContain(new URL(reached.pathname, page).origin);
        if (location.startsWith("/")) {
          const decoded = decodeURIComponent(location.replaceAll(/%(?![0-7][0-9a-f])/gi, "_"));
          expect(new URL(decoded, page).origin).toBe(new URL(page).origin);
        }
      },
    ),
    { numRuns: 600 },
  );
});

it("has the status that is asked for, 302 else, and fits a route's contract", () => {
  expect(safeRedirect("/a")).toEqual({ status: 302, headers: { location: "/a" } });
  expect(safeRedirect("/a", { status: 303 }).status).toBe(303);
  expectTypeOf(safeRedirect("/a").status).toEqualTypeOf<302>();
  expectTypeOf(safeRedirect("/a", { fallback: "/b" }).status).toEqualTypeOf<302>();
  expectTypeOf(safeRedirect("/a", { status: 303 }).status).toEqualTypeOf<303>();
});

it("lists nobody by itself", () => {
  expect(safeRedirect("https://app.example.com/").headers.location).toBe("/");
});

it.each(["//evil.example", "https://evil.example/", "", "home", "/\\evil.example"])(
  "refuses the fallback %j",
  (fallback) => {
    expect(() => safeRedirect("/", { fallback })).toThrow(/fallback/);
  },
);

it.each([
  "*",
  "null",
  "app.example.com",
  "https://app.example.com/",
  "https://*.example.com/",
  "javascript:alert(1)",
  "file://",
  "ftp://a.example",
])("refuses the origin %j", (origin) => {
  expect(() => safeRedirect("/", { allowedOrigins: [origin] })).toThrow(TypeError);
});
