import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatLock, maxLockBytes, parseLock } from "../../src/change/lock.ts";
import { answers } from "../template/fixture-store.ts";
import { anyTree, baseOf, file, recordOf, treeOf } from "./trees.ts";

const tree = treeOf({
  ".env": file("TOKEN=secret", "once", 0o600),
  "src/a.ts": file("a\n"),
  "vendor/x.js": file("#!/usr/bin/env node\n", "owned", 0o755),
});
const bytes = (text: string) => Buffer.from(text);
const parse = (value: unknown) => parseLock(bytes(typeof value === "string" ? value : JSON.stringify(value)));

describe("formatLock", () => {
  it("is JSON with one line per file", () => {
    const lines = formatLock(recordOf(tree, "1.2.3").lock).split("\n");
    expect(lines.filter((line) => line.includes('"class"'))).toHaveLength(3);
    expect(lines[1]).toBe('  "schema": 1,');
  });

  it("holds nothing that comes from a secret", () => {
    const other = treeOf({ ...Object.fromEntries(tree), ".env": file("TOKEN=other", "once", 0o600) });
    expect(formatLock(recordOf(tree, "1.2.3").lock)).toBe(formatLock(recordOf(other, "1.2.3").lock));
  });

  it("gives back what was written, for any tree", () => {
    fc.assert(
      fc.property(anyTree, (any) => {
        const lock = parse(formatLock(recordOf(any, "1.0.0-beta.0").lock));
        expect(lock).toEqual({
          version: "1.0.0-beta.0",
          answers,
          overlays: [],
          files: baseOf(any),
          pending: new Map(),
          withheld: [],
        });
      }),
    );
  });
});

describe("parseLock", () => {
  const hash = "0".repeat(64);
  const entry = { class: "merge", mode: "644", sha256: hash };
  const valid = { schema: 1, version: "1.0.0", answers: { name: "a", example: true }, files: { a: entry } };
  const withFile = (path: string) =>
    `{"schema":1,"version":"1.0.0","answers":{},"files":{${JSON.stringify(path)}:${JSON.stringify(entry)}}}`;

  it("gives back overlays, and refuses what is no list of sources", () => {
    const overlays = ["github:acme/overlay#main"];
    const { lock } = recordOf(tree, "1.0.0");
    expect(parse(formatLock({ ...lock, overlays })).overlays).toEqual(overlays);
    for (const none of ["x", [1], ["x".repeat(1025)], Array.from({ length: 21 }, () => "x")])
      expect(() => parse({ ...valid, overlays: none })).toThrow(/overlays are no list of sources/);
  });

  it("takes a valid one", () => {
    expect(parse(valid).files.get("a")).toEqual({ class: "merge", mode: 0o644, sha256: hash });
  });

  it.each([
    "/etc/passwd",
    "../outside",
    "a/../../outside",
    "..\\outside",
    "C:\\x",
    "C:x",
    "CON",
    "src/nul.ts",
    "a\0b",
    "a\nb",
    "",
    ".git/config",
    "a/.git/hooks/pre-commit",
    "trailing.",
    "x".repeat(256),
    "__proto__/../..",
  ])("refuses the path %j", (path) => {
    expect(() => parse(withFile(path))).toThrow(expect.objectContaining({ code: "lock-invalid" }));
  });

  it.each([
    ["nothing", ""],
    ["no JSON", "{"],
    ["an array", []],
    ["null", "null"],
    ["invalid UTF-8", undefined],
    ["an unknown schema", { ...valid, schema: 0 }],
    ["a schema that is a text", { ...valid, schema: "1" }],
    ["an unknown key", { ...valid, extra: 1 }],
    ["a missing key", { schema: 1, version: "1.0.0", files: {} }],
    ["a version that is none", { ...valid, version: "../1.0.0" }],
    ["a version that is too long", { ...valid, version: `1.0.0-${"a".repeat(100)}` }],
    ["nested answers", { ...valid, answers: { name: { a: 1 } } }],
    ["an answer that is too long", { ...valid, answers: { name: "a".repeat(1025) } }],
    ["an answer's name with a dash", { ...valid, answers: { "a-b": true } }],
    ["__proto__ as an answer", '{"schema":1,"version":"1.0.0","answers":{"__proto__":"x"},"files":{}}'],
    ["files that are a list", { ...valid, files: [] }],
    ["an unknown class", { ...valid, files: { a: { ...entry, class: "x" } } }],
    ["a class of a prototype", { ...valid, files: { a: { ...entry, class: "constructor" } } }],
    ["a mode that is a number", { ...valid, files: { a: { ...entry, mode: 644 } } }],
    ["a set-user-id mode", { ...valid, files: { a: { ...entry, mode: "4755" } } }],
    ["a short hash", { ...valid, files: { a: { ...entry, sha256: "00" } } }],
    ["an upper-case hash", { ...valid, files: { a: { ...entry, sha256: "A".repeat(64) } } }],
    ["a missing hash", { ...valid, files: { a: { class: "merge", mode: "644" } } }],
    ["a path that is pending for no reason", { ...valid, pending: { a: entry } }],
    [
      "a pending path out of the project",
      { ...valid, pending: { "../a": { ...entry, pending: "markers" } } },
    ],
    ["an unknown key of a file", { ...valid, files: { a: { ...entry, x: 1 } } }],
    ["two paths that are one on macOS", { ...valid, files: { a: entry, A: entry } }],
    ["a file that is a folder", { ...valid, files: { a: entry, "a/b": entry } }],
    [
      "too many files",
      { ...valid, files: Object.fromEntries(Array.from({ length: 20_001 }, (_, i) => [`f${i}`, entry])) },
    ],
  ])("refuses %s", (_, value) => {
    const parsing = () => (value === undefined ? parseLock(Uint8Array.of(0x22, 0xff, 0x22)) : parse(value));
    expect(parsing).toThrow(expect.objectContaining({ code: "lock-invalid" }));
  });

  it("refuses an oversized one before it reads it", () => {
    expect(() => parseLock(Buffer.alloc(maxLockBytes + 1, " "))).toThrow(/larger than/);
  });

  it("sends a newer schema to a newer create-daloy", () => {
    expect(() => parse({ ...valid, schema: 2, other: [] })).toThrow(
      expect.objectContaining({ code: "lock-newer" }),
    );
  });

  it("never throws anything but its own errors", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(() => parse(text)).toThrow(expect.objectContaining({ name: "CreateError" }));
      }),
    );
  });
});
