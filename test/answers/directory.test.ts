import { describe, expect, it } from "vitest";
import { nameFromDirectory, namesPackage, parseDirectory } from "../../src/answers/directory.ts";

describe("parseDirectory", () => {
  it.each(["my-api", ".", "..", "../sibling", "a/b/c", "My API", "./x", "/srv/api", "🚀"])(
    "takes %s",
    (path) => {
      expect(parseDirectory(path)).toEqual({ ok: true, value: path });
    },
  );

  it.each([
    ["", "empty"],
    ["   ", "empty"],
    ["/", "root of the file system"],
    ["CON", "Windows"],
    ["a/nul.txt", "Windows"],
    ["a/node_modules", "package managers"],
    ["node_modules/x", "package managers"],
    ["a\u0000b", "control character"],
    ["a\nb", "control character"],
    ["x".repeat(256), "longer than 255 bytes"],
  ])("refuses %j: %s", (path, fault) => {
    expect(parseDirectory(path)).toMatchObject({ ok: false, message: expect.stringContaining(fault) });
  });
});

describe("the name that a directory gives", () => {
  it.each([
    ["my-api", "my-api"],
    ["a/b/my-api", "my-api"],
    ["./My API/", "my-api"],
    ["/srv/http", "http-app"],
    ["🚀", undefined],
  ])("%s → %s", (directory, name) => {
    expect(nameFromDirectory(directory)).toBe(name);
  });

  it("is asked for only when it differs from the directory's own", () => {
    expect(namesPackage("a/my-api")).toBe(true);
    expect(namesPackage("My API")).toBe(false);
    expect(namesPackage("🚀")).toBe(false);
  });
});
