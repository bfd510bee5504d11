import { posix, win32 } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathSetFault, relativePathFault } from "../../src/change/path-safety.ts";
import { anyTree } from "./trees.ts";

describe("relativePathFault", () => {
  it.each([
    "src/app.ts",
    ".env",
    ".github/workflows/verify.yml",
    "a/.gitignore",
    "con-tract.ts",
    "console.log",
    "com10",
    "ünïcode/файл.md",
    "a b/c",
    `${"a/".repeat(500)}b`,
    "a".repeat(255),
  ])("allows %j", (path) => {
    expect(relativePathFault(path)).toBeUndefined();
  });

  it.each([
    ["", "is empty"],
    ["/etc/passwd", "is absolute"],
    ["..", "another folder"],
    ["a/../b", "another folder"],
    ["./a", "another folder"],
    ["a//b", "is empty"],
    ["a/", "is empty"],
    ["a\\b", "Windows does not allow"],
    ["..\\..\\a", "Windows does not allow"],
    ["C:/a", "Windows does not allow"],
    ["a:stream", "Windows does not allow"],
    ["a\0b", "control character"],
    ["a\nb", "control character"],
    ["a\u007f", "control character"],
    ["a?", "Windows does not allow"],
    ["NUL", "device"],
    ["con.txt", "device"],
    ["x/Aux", "device"],
    ["com1.tar.gz", "device"],
    ["LPT\u00b9", "device"],
    ["con .txt", "device"],
    ["a.", "ends in a dot or a space"],
    ["a /b", "ends in a dot or a space"],
    ["\ud800", "not valid Unicode"],
    ["ä".repeat(128), "longer than 255 bytes"],
    [`${"a/".repeat(512)}b`, "longer than 1024 bytes"],
    [".git/hooks/post-checkout", "git repository"],
    ["sub/.GIT/config", "git repository"],
    [".g\u200cit/config", "git repository"],
    ["git~1/config", "git repository"],
  ])("refuses %j: %s", (path, why) => {
    expect(relativePathFault(path)).toContain(why);
  });

  it("lets nothing leave the project, on POSIX or Windows", () => {
    const hostile = fc.array(fc.constantFrom("..", ".", "a", "/", "\\", "C:", "\0", " ", "%2e", ""), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(
        hostile.map((parts) => parts.join("")),
        (path) => {
          if (relativePathFault(path) !== undefined) return;
          expect(posix.resolve("/root/project", path).startsWith("/root/project/")).toBe(true);
          expect(win32.resolve("C:\\root\\project", path).startsWith("C:\\root\\project\\")).toBe(true);
        },
      ),
    );
  });
});

describe("pathSetFault", () => {
  it.each([
    [["README.md", "src/readme.md"], undefined],
    [["a-b", "a/b", "a.b"], undefined],
    [["README.md", "Readme.md"], "one file where names ignore case"],
    [["\u00e9", "e\u0301"], "one file where names ignore case"],
    [["a", "a/b"], '"a" is a file and a folder'],
    [["A/b/c", "a/B"], "is a file and a folder"],
    [["ok", "../x"], '"../x"'],
  ])("of %j is %s", (paths, fault) => {
    if (fault === undefined) expect(pathSetFault(paths)).toBeUndefined();
    else expect(pathSetFault(paths)).toContain(fault);
  });

  it("takes no tree whose file is another's folder", () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        for (const path of tree.keys()) expect(pathSetFault([...tree.keys(), `${path}/x`])).toBeDefined();
      }),
    );
  });
});
