import { join, normalize, win32 } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  assertSafeRelativePath,
  BadRequestError,
  sanitizeFilename,
} from "../../../../templates/packages/core/src/index.ts";
import { anyText } from "../../../support/any-text.ts";

describe("sanitizeFilename", () => {
  it.each<[string, string, string]>([
    ["a name", "report 2026.pdf", "report 2026.pdf"],
    ["another script", "отчёт–годовой.pdf", "отчёт–годовой.pdf"],
    ["an emoji", "🦊.png", "🦊.png"],
    ["a path", "/etc/passwd", "passwd"],
    ["a path that goes up", "../../.ssh/authorized_keys", "authorized_keys"],
    ["a path of Windows", "C:\\Windows\\win.ini", "win.ini"],
    ["a drive", "C:evil.txt", "C_evil.txt"],
    ["an alternate stream", "a.txt:evil.exe", "a.txt_evil.exe"],
    ["a trailing slash", "name/", "file"],
    ["dots", "..", "file"],
    ["nothing", "", "file"],
    ["a hidden file", ".htaccess", "htaccess"],
    ["dots and spaces at the end", "evil.exe. . ", "evil.exe"],
    ["space before", "  a.txt", "a.txt"],
    ["NUL", "a.php\0.png", "a.php_.png"],
    ["a line break", "a\r\nset-cookie: b=1", "a__set-cookie_ b=1"],
    ["quotes", 'a";filename="b', "a_;filename=_b"],
    ["what Windows reserves", 'a<b>c:d"e|f?g*h', "a_b_c_d_e_f_g_h"],
    ["a reversed extension", "gnp\u202egpj.exe", "gnp_gpj.exe"],
    ["isolated directions", "a\u2066b\u2069.txt", "a_b_.txt"],
    ["zero width", "a\u200b\ufeff.txt", "a__.txt"],
    ["a soft hyphen", "a\u00ad.txt", "a_.txt"],
    ["a line separator", "a\u2028b", "a_b"],
    ["a lone surrogate", "a\ud800b", "a_b"],
    ["C1 controls", "a\u0085b", "a_b"],
    ["two spellings of one letter", "e\u0301.txt", "\u00e9.txt"],
    ["a device", "con", "_con"],
    ["a device with an extension", "NUL.txt", "_NUL.txt"],
    ["a device with two", "com1.tar.gz", "_com1.tar.gz"],
    ["a device with a space", "aux .txt", "_aux .txt"],
    ["a device with a superscript", "COM\u00b9", "_COM\u00b9"],
    ["a device behind dots", "..con", "_con"],
    ["no device", "console.log", "console.log"],
    ["no device either", "com10", "com10"],
  ])("%s", (_, name, expected) => {
    expect(sanitizeFilename(name)).toBe(expected);
  });

  it("keeps the extension of a long name, and no half of a character", () => {
    const long = sanitizeFilename(`${"🦊".repeat(100)}.tar`);
    expect(new TextEncoder().encode(long)).toHaveLength(252);
    expect(long).toMatch(/^(🦊)+\.tar$/u);
    expect(sanitizeFilename("a".repeat(300))).toBe("a".repeat(255));
    expect(sanitizeFilename(`${"a".repeat(253)}. ${"b".repeat(20)}`)).toBe("a".repeat(253));
    expect(sanitizeFilename(`a.${"b".repeat(300)}`)).toBe(`a.${"b".repeat(253)}`);
  });

  it("has another name for nothing where it is given one", () => {
    expect(sanitizeFilename("..", "upload.bin")).toBe("upload.bin");
  });

  it("makes a safe name of anything, and leaves it alone the second time", () => {
    const piece = fc.oneof(
      anyText(),
      fc.constantFrom("con", ".", " ", "nul", "/", "\\", "..", "\u202e", "aux."),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 5 }), (pieces) => {
        const name = sanitizeFilename(pieces.join(""));
        expect(name).not.toBe("");
        expect(name).not.toMatch(/[/\\<>:"|?*\p{Cc}\p{Cf}\p{Surrogate}]|^[. ]|[. ]$/u);
        expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(255);
        expect(sanitizeFilename(name)).toBe(name);
        expect(join("/uploads", name)).toBe(`/uploads/${name}`);
      }),
      { numRuns: 300 },
    );
  });
});

describe("assertSafeRelativePath", () => {
  it.each([
    "a",
    "a/b/c.txt",
    "a b/ключ.txt",
    ".well-known/x",
    "a..b",
    "...a",
    "a/~b",
    "a%20b",
    "@scope/name",
    "a;b,c=d",
  ])("lets %j through", (path) => {
    expect(() => assertSafeRelativePath(path)).not.toThrow();
  });

  it.each<[string, string]>([
    ["", "is empty"],
    ["/etc/passwd", "is absolute"],
    ["//server/share", "is absolute"],
    ["..", "has a dot segment"],
    ["../a", "has a dot segment"],
    ["a/../../b", "has a dot segment"],
    ["a/..", "has a dot segment"],
    ["./a", "has a dot segment"],
    ["a//b", "has an empty segment"],
    ["a/", "has an empty segment"],
    ["..\\a", "holds a backslash"],
    ["\\\\server\\share", "holds a backslash"],
    ["C:a", "holds a colon"],
    ["C:/a", "holds a colon"],
    ["a.txt::$DATA", "holds a colon"],
    ["a\0.png", "holds a control character"],
    ["a\nb", "holds a control character"],
    ["a\ud800", "holds a control character"],
    ["%2e%2e/a", "holds an encoded"],
    ["a%2F..%2fb", "holds an encoded"],
    ["%5c", "holds an encoded"],
    ["%252e%252e", "holds an encoded"],
    ["a%00", "holds an encoded"],
    ["~/a", "begins with a tilde"],
    ["a./b", "ends with a dot or a space"],
    [".. /a", "ends with a dot or a space"],
    ["a/b ", "ends with a dot or a space"],
    [".../a", "ends with a dot or a space"],
    ["a".repeat(1025), "is longer than 1024"],
  ])("refuses %j: it %s", (path, rule) => {
    expect(() => assertSafeRelativePath(path)).toThrow(BadRequestError);
    expect(() => assertSafeRelativePath(path)).toThrow(rule);
  });

  it("lets nothing through that leaves its directory, on any system", () => {
    const piece = fc.constantFrom("a", ".", "..", "/", "\\", ":", "%", "2e", "C", "~", " ", "\0", "é");
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }).map((list) => list.join("")),
        (path) => {
          try {
            assertSafeRelativePath(path);
          } catch {
            return;
          }
          expect(normalize(join("/base", path))).toBe(`/base/${path}`);
          expect(win32.join("C:\\base", path)).toBe(`C:\\base\\${path.replaceAll("/", "\\")}`);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
