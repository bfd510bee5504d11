import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxBaseBytes, packBase, samePackedBase, unpackBase } from "../../src/change/base.ts";
import { formatLock, parseLock } from "../../src/change/lock.ts";
import type { Tree } from "../../src/template/tree.ts";
import { anyTree, file, recordOf, treeOf } from "./trees.ts";

const lockOf = (tree: Tree) => parseLock(Buffer.from(formatLock(recordOf(tree).lock)));
const tree = treeOf({
  ".env": file("T=secret", "once"),
  "a.ts": file("a\r\n"),
  "b.ts": file("b\n"),
  "vendor/v.js": file("v", "owned"),
});
const packed = (of: Tree) => packBase(recordOf(of).texts);
const pack = (files: unknown, pending: unknown = {}) => gzipSync(JSON.stringify({ files, pending }));

describe("packBase", () => {
  it("holds the mergeable text on LF, and nothing else", () => {
    expect(JSON.parse(gunzipSync(packed(tree)).toString())).toEqual({
      files: { "a.ts": "a\n", "b.ts": "b\n" },
      pending: {},
    });
  });

  it("names no time and no system, and gives the same bytes each time", () => {
    const first = packed(tree);
    expect(Buffer.from(first.subarray(0, 10)).toString("hex")).toBe("1f8b08000000000002ff");
    expect(packed(tree)).toEqual(first);
  });
});

describe("unpackBase", () => {
  it("gives back the text of any tree", () => {
    fc.assert(
      fc.property(anyTree, (any) => {
        const base = unpackBase(packed(any), lockOf(any));
        expect(base.usable).toBe(true);
      }),
    );
    expect(unpackBase(packed(tree), lockOf(tree))).toEqual({
      usable: true,
      pending: new Map(),
      files: new Map([
        ["a.ts", "a\n"],
        ["b.ts", "b\n"],
      ]),
    });
  });

  it.each([
    ["what is no gzip", Buffer.from("plain"), /cannot be unpacked/],
    ["what is cut short", packed(tree).subarray(0, 30), /cannot be unpacked/],
    ["what is no JSON", gzipSync("{"), /cannot be unpacked/],
    ["what is no object", gzipSync("[]"), /cannot be unpacked/],
    ["what holds no texts", pack(["a"]), /holds no texts/],
    [
      "a pending text that the lock does not name",
      pack({}, { "a.ts": "a\n" }),
      /"a\.ts", which the lock does not name/,
    ],
    ["text that was tampered with", pack({ "a.ts": "evil\n" }), /"a\.ts" does not match the lock/],
    ["a path that the lock does not name", pack({ "../x": "a" }), /"\.\.\/x", which the lock does not name/],
    ["a path of another class", pack({ "vendor/v.js": "v" }), /which the lock does not name as mergeable/],
    ["content that is no text", pack({ "a.ts": 1 }), /which the lock does not name as mergeable/],
    ["an oversized file", Buffer.alloc(maxBaseBytes + 1), /larger than/],
  ])("does not rely on %s", (_, packed, reason) => {
    expect(unpackBase(packed, lockOf(tree))).toMatchObject({
      usable: false,
      reason: expect.stringMatching(reason),
    });
  });

  it("does not unpack a zip bomb", () => {
    const bomb = gzipSync(`{${" ".repeat(33 * 1024 * 1024)}}`);
    expect(bomb.byteLength).toBeLessThan(maxBaseBytes);
    expect(unpackBase(bomb, lockOf(tree))).toMatchObject({ usable: false });
  });
});

it("compares two bases by their text, not by how they were compressed", () => {
  const first = packed(tree);
  expect(samePackedBase(first, gzipSync(gunzipSync(first), { level: 1 }))).toBe(true);
  expect(samePackedBase(first, packed(treeOf({ "a.ts": file("other") })))).toBe(false);
  expect(samePackedBase(Buffer.from("junk"), first)).toBe(false);
});
