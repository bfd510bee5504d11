import { expect, it } from "vitest";
import { filesSummary, fileTree } from "../../src/report/file-tree.ts";

const created = (...paths: string[]) => paths.map((path) => ({ path, action: "create" }));

it("draws folders first, and each sign in the first column", () => {
  const files = [
    ...created(".env", "package.json", "src/app.ts", "src/books/list.ts"),
    { path: "README.md", action: "conflict" },
    { path: "src/old.ts", action: "delete" },
  ];
  expect(fileTree(files)).toEqual([
    "  src/",
    "    books/",
    "+     list.ts (create)",
    "+   app.ts (create)",
    "-   old.ts (delete)",
    "+ .env (create)",
    "+ package.json (create)",
    "! README.md (conflict)",
  ]);
});

it("packs a vendored package to one line per action", () => {
  const files = [
    ...created("vendor/daloyjs-core/package.json", "vendor/daloyjs-core/dist/a/b.js"),
    { path: "vendor/daloyjs-cli/x", action: "update" },
  ];
  expect(fileTree(files)).toEqual([
    "  vendor/",
    "+   daloyjs-core/ (create 2 files)",
    "~   daloyjs-cli/ (update 1 files)",
  ]);
});

it("sums up by top folder", () => {
  expect(filesSummary(created("a/x", "a/b/y", "c/z", "d", "e"))).toBe("a/ 2, c/ 1, 2 at the top");
  expect(filesSummary(created("a/x"))).toBe("a/ 1");
  expect(filesSummary([])).toBe("");
});
