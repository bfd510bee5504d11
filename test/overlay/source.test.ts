import { describe, expect, it } from "vitest";
import { isRecordedFolder, parseOverlay } from "../../src/overlay/source.ts";

const commit = "0123456789abcdef0123456789abcdef01234567";
const hash = "a".repeat(64);

describe("the source of an overlay", () => {
  it.each([
    [`github:acme/overlay#${commit}`, `https://codeload.github.com/acme/overlay/tar.gz/${commit}`, "", true],
    [
      `github:acme/o.v/layers/api#${commit}`,
      `https://codeload.github.com/acme/o.v/tar.gz/${commit}`,
      "layers/api",
      true,
    ],
    ["github:acme/overlay", "https://codeload.github.com/acme/overlay/tar.gz/HEAD", "", false],
    ["github:acme/overlay#main", "https://codeload.github.com/acme/overlay/tar.gz/main", "", false],
    [`https://acme.example/o.tar.gz#sha256=${hash}`, "https://acme.example/o.tar.gz", "", true],
    ["https://acme.example/o.tar.gz", "https://acme.example/o.tar.gz", "", false],
  ])("%s", (text, url, folder, pinned) => {
    expect(parseOverlay(text)).toMatchObject({ ok: true, value: { text, url, folder, pinned } });
  });

  it("is a folder otherwise, of which the lock gets the name alone", () => {
    const parsed = parseOverlay("../acme/layer");
    expect(parsed).toMatchObject({ ok: true, value: { kind: "folder", text: "folder:layer" } });
    expect(isRecordedFolder("folder:layer")).toBe(true);
  });

  it.each([
    "github:acme",
    "github:acme/../x#main",
    "github:acme/overlay/../../x#main",
    "github:acme/overlay#a b",
    "http://acme.example/o.tar.gz",
    "file:///etc",
    "git+ssh://acme.example/x",
    "https://acme.example/o.tar.gz#sha256=abc",
    "https://acme.example/o.tar.gz#main",
    "https://user:secret@acme.example/o.tar.gz",
    "https://acme.example/o.tar.gz?token=secret",
    "https://",
  ])("is not %s", (text) => {
    expect(parseOverlay(text).ok).toBe(false);
  });
});
