import { describe, expect, it } from "vitest";
import { contentHash, inStyleOf } from "../../src/change/content.ts";

const bytes = (text: string) => Buffer.from(text);
const BOM = "\ufeff";

describe("contentHash", () => {
  it("takes line endings and a byte order mark for no edit of text", () => {
    for (const same of ["a\r\nb\r\n", `${BOM}a\nb\n`, `${BOM}a\r\nb\r\n`]) {
      expect(contentHash(bytes(same), "merge")).toBe(contentHash(bytes("a\nb\n"), "merge"));
    }
  });

  it("takes any byte for an edit of an owned file", () => {
    expect(contentHash(bytes("a\r\n"), "owned")).not.toBe(contentHash(bytes("a\n"), "owned"));
  });

  it("takes any byte for an edit of a binary file", () => {
    expect(contentHash(bytes("\0\r\n"), "merge")).not.toBe(contentHash(bytes("\0\n"), "merge"));
    const invalid = (end: string) => Buffer.concat([Buffer.from([0xff]), bytes(end)]);
    expect(contentHash(invalid("\r\n"), "merge")).not.toBe(contentHash(invalid("\n"), "merge"));
  });
});

describe("inStyleOf", () => {
  it.each([
    ["a\nb\n", "x\ny\n", "x\ny\n"],
    ["a\r\nb\r\n", "x\ny\n", "x\r\ny\r\n"],
    [`${BOM}a\n`, "x\n", `${BOM}x\n`],
    [`${BOM}a\r\n`, "x\n", `${BOM}x\r\n`],
    ["a\r\nb\n", "x\ny\n", "x\ny\n"],
    ["no line", "x\n", "x\n"],
  ])("over %j writes %j as %j", (onDisk, next, expected) => {
    expect(Buffer.from(inStyleOf(bytes(onDisk), bytes(next))).toString()).toBe(expected);
  });

  it("leaves binary content alone", () => {
    expect(inStyleOf(bytes("a\r\n"), bytes("\0\n"))).toEqual(bytes("\0\n"));
    expect(inStyleOf(bytes("\0\r\n"), bytes("x\n"))).toEqual(bytes("x\n"));
  });
});
