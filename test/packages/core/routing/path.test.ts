import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BadRequestError } from "../../../../templates/packages/core/src/errors/http-error.ts";
import { parsePattern, splitPath } from "../../../../templates/packages/core/src/routing/path.ts";

describe("parsePattern", () => {
  it.each([
    ["/", []],
    ["/books", [{ kind: "static", text: "books" }]],
    ["/:id", [{ kind: "param", name: "id" }]],
    ["/files/*", [{ kind: "static", text: "files" }, { kind: "wildcard" }]],
    ["/*", [{ kind: "wildcard" }]],
    ["/v1.0/~me", expect.anything()],
  ])("reads %s", (pattern, segments) => expect(parsePattern(pattern)).toEqual(segments));

  it.each([
    ["books", /must start with "\/"/],
    ["", /must start with "\/"/],
    ["/books/", /remove the doubled or trailing slash/],
    ["/a//b", /remove the doubled or trailing slash/],
    ["/*/a", /only as its last segment/],
    ["/:", /parameter name ""/],
    ["/:1a", /parameter name "1a"/],
    ["/:a-b", /parameter name "a-b"/],
    ["/:__proto__", /parameter name "__proto__"/],
    ["/:constructor", /parameter name "constructor"/],
    ["/:id/x/:id", /":id" twice/],
    ["/..", /segment "\.\."/],
    ["/a/./b", /segment "\."/],
    ["/a%20b", /write it decoded/],
    ["/a b", /write it decoded/],
    ["/é", /write it decoded/],
    ["/a?b", /write it decoded/],
    ["/a\\b", /write it decoded/],
    ["/a*", /write it decoded/],
  ])("refuses %s and says why", (pattern, message) => expect(() => parsePattern(pattern)).toThrow(message));
});

describe("splitPath", () => {
  it.each([
    ["/", []],
    ["/books", ["books"]],
    ["/books/", ["books", ""]],
    ["//books", ["", "books"]],
    ["/a%20b", ["a b"]],
    ["/a%2Fb", ["a/b"]],
    ["/%252e%252e/x", ["%2e%2e", "x"]],
    ["/%25", ["%"]],
    ["/%E2%82%AC", ["€"]],
    ["/...", ["..."]],
    ["/a..b", ["a..b"]],
    ["/a+b", ["a+b"]],
  ])("splits and decodes %s once", (path, segments) => expect(splitPath(path)).toEqual(segments));

  it.each([
    ["a dot segment", "/a/../b"],
    ["a trailing dot segment", "/a/.."],
    ["a single dot", "/./a"],
    ["an encoded dot segment", "/%2e%2e/etc"],
    ["half of one encoded", "/.%2E/etc"],
    ["one encoded dot", "/%2e/a"],
    ["a dot segment behind an encoded slash", "/a%2F..%2Fb"],
    ["a dot segment that ends an encoded one", "/a%2f.."],
    ["a backslash", "/a\\b"],
    ["an encoded backslash", "/..%5c..%5cetc"],
    ["NUL", "/a%00.png"],
    ["CR LF", "/a%0d%0aset-cookie:x"],
    ["DEL", "/%7f"],
    ["an escape cut short", "/%2"],
    ["an escape that is none", "/%zz"],
    ["a lone continuation byte", "/%80"],
    ["an overlong slash", "/%c0%af"],
    ["a surrogate in UTF-8", "/%ed%a0%80"],
    ["a target that is no path", "*"],
    ["an authority", "example.com:443"],
    ["nothing", ""],
  ])("refuses %s", (_, path) => expect(() => splitPath(path)).toThrow(BadRequestError));

  it("gives segments without dot segments, controls and backslashes, or refuses", () => {
    const piece = fc.constantFrom(
      "a",
      "/",
      ".",
      "..",
      "%2e",
      "%2F",
      "%5c",
      "%00",
      "%25",
      "2e",
      "\\",
      "%",
      "é",
      "//",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        let segments: string[];
        try {
          segments = splitPath(`/${pieces.join("")}`);
        } catch (error) {
          expect(error).toBeInstanceOf(BadRequestError);
          return;
        }
        for (const segment of segments) {
          expect(segment).not.toMatch(/[\0-\x1f\x7f\\]/);
          expect(segment.split("/")).not.toContain("..");
          expect(segment.split("/")).not.toContain(".");
        }
      }),
    );
  });

  it("gives back what encodeURIComponent made of any well-formed text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
        fc.pre(!/[\0-\x1f\x7f\\]/.test(text) && !/(?:^|\/)\.\.?(?:\/|$)/.test(text));
        expect(splitPath(`/x/${encodeURIComponent(text)}`)).toEqual(["x", text]);
      }),
    );
  });
});
