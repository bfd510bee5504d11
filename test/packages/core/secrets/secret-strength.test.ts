import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeholderWords } from "../../../../templates/packages/core/src/secrets/placeholders.ts";
import {
  assertStrongSecret,
  describeSecretFault,
  judgeSecret,
} from "../../../../templates/packages/core/src/secrets/secret-strength.ts";

describe("refuses", () => {
  test.each([
    ["nothing", "", "too-short"],
    ["a short one", "short", "too-short"],
    ["31 bytes", "fT9#kQ2$xW7!mZ4&pL8*cV3^bN6(hJ1", "too-short"],
    ["jwt.io's own", "a-string-secret-at-least-256-bits-long", "placeholder"],
    ["a template's", "your-super-secret-jwt-key-change-in-production", "placeholder"],
    ["other separators and case", "YourSuper_Secret.JWT KEY/Change-in-PRODUCTION", "placeholder"],
    ["one repeated word", "changeme-changeme-changeme-changeme", "placeholder"],
    ["padded with one character", `secret${"x".repeat(40)}`, "placeholder"],
    ["padded with spaces", `password${" ".repeat(40)}`, "placeholder"],
    ["padded with digits", "supersecretpassword_1234567890123456", "placeholder"],
    ["lookalike letters", "P@ssw0rd-P4ssw0rd-Passw0rd-s3cr3t-k3y", "placeholder"],
    ["Express's example, repeated", "keyboard cat keyboard cat keyboard cat", "placeholder"],
    ["shhhhh", "shhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh", "placeholder"],
    ["an instruction", "replace-with-32-byte-random-string-here", "placeholder"],
    [
      "a tutorial's published key",
      "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
      "placeholder",
    ],
    ["a framework's development key", "django-insecure-8s9d7f6g5h4j3k2l1q0w9e8r7t6y", "placeholder"],
    ["keyboard rows", "qwertyuiopasdfghjklzxcvbnm123456", "placeholder"],
    ["one character", "0".repeat(64), "repeated-character"],
    ["a short pattern", "aZ9".repeat(20), "repeated-pattern"],
    ["a short pattern, cut off", "hunter2hunter2hunter2hunter2hunter2hunt", "repeated-pattern"],
    ["a sequence backwards", "zyxwvutsrqponmlkjihgfedcba9876543210", "sequence"],
    ["steps of pairs", "aabbccddeeffgghhiijjkkllmmnnooppqq", "sequence"],
    ["two characters", "akkakaakakakkakkaakkakakaakakkak", "low-entropy"],
    ["variations of one word", "Xylophone1Xylophone2Xylophone3Xylophone4", "low-entropy"],
  ])("%s", (_name, secret, kind) => {
    expect(judgeSecret(secret)).toEqual({ kind, bytes: new TextEncoder().encode(secret).length });
  });

  test("bytes by the same rules", () => {
    expect(judgeSecret(new Uint8Array(32))?.kind).toBe("repeated-character");
    expect(judgeSecret(new Uint8Array(31).map((_, i) => i * 37))?.kind).toBe("too-short");
    expect(judgeSecret(new Uint8Array(64).map((_, i) => i))?.kind).toBe("sequence");
    expect(judgeSecret(new TextEncoder().encode("your-super-secret-jwt-key-change-me"))?.kind).toBe(
      "placeholder",
    );
  });

  test("any run of words that placeholders are made of", () => {
    const phrase = fc.array(fc.constantFrom(...placeholderWords.filter((word) => word.length > 3)), {
      minLength: 8,
      maxLength: 12,
    });
    fc.assert(
      fc.property(phrase, fc.constantFrom("-", "_", " ", "", "."), (parts, separator) => {
        expect(judgeSecret(parts.join(separator))).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });
});

test("no word of the list is made of others, or of a run of one character", () => {
  const madeOf = (word: string, words: ReadonlySet<string>): boolean =>
    word === "" ||
    /^(.)\1{3,}$/.test(word) ||
    [...word].some((_, i) => words.has(word.slice(0, i + 1)) && madeOf(word.slice(i + 1), words));
  const all = new Set(placeholderWords);
  expect(all.size).toBe(placeholderWords.length);
  const needless = placeholderWords.filter((word) => {
    const others = new Set(all);
    others.delete(word);
    return madeOf(word, others);
  });
  expect(needless).toEqual([]);
});

describe("accepts", () => {
  test.each([
    "fT9#kQ2$xW7!mZ4&pL8*cV3^bN6(hJ1q",
    "correct horse battery staple and eleven purple gramophones",
    "3f8a1c9e5b7d2046e8f1a3c5d7b90264",
    "1174e83ed832a1f7bda19351745408ea",
    "пароль-из-случайных-слов-жираф-7",
  ])("%s", (secret) => {
    expect(judgeSecret(secret)).toBeUndefined();
  });

  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  const uuid = (bytes: Uint8Array) =>
    hex(bytes).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/g, "$1-$2-$3-$4-$5");

  test.each<[string, (bytes: Uint8Array) => string | Uint8Array]>([
    ["raw", (bytes) => bytes],
    ["hex", hex],
    ["Base64", (bytes) => Buffer.from(bytes).toString("base64")],
    ["base64url", (bytes) => Buffer.from(bytes).toString("base64url")],
    ["a pair of UUIDs", uuid],
  ])("any 32 random bytes: %s", (_name, write) => {
    for (let i = 0; i < 1500; i++) {
      const secret = write(crypto.getRandomValues(new Uint8Array(32)));
      expect(judgeSecret(secret), String(secret)).toBeUndefined();
    }
  });

  test("a megabyte in no time", () => {
    const long = Buffer.from(new Uint8Array(1_000_000).map((_, i) => (i * i * 31 + (i >> 3)) % 251)).toString(
      "base64",
    );
    const started = performance.now();
    expect(judgeSecret(long)).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe("says what to do", () => {
  test("in the words of the boot guard", () => {
    const fault = judgeSecret("short");
    expect(fault && describeSecretFault("session()", fault)).toBe(
      "session(): production secret is too short (5 bytes; require >= 32). Generate one with `openssl rand -base64 48` and load it from an env var.",
    );
  });

  test("and never the value", () => {
    for (const secret of [
      "hunter2",
      "hunter2".repeat(6),
      "changeme-changeme-changeme-changeme",
      "q".repeat(40),
    ]) {
      expect(() => assertStrongSecret("csrf()", secret)).toThrow(
        /^csrf\(\): production secret is .*openssl rand/,
      );
      expect(() => assertStrongSecret("csrf()", secret)).not.toThrow(new RegExp(secret));
    }
    expect(() =>
      assertStrongSecret("csrf()", Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("hex")),
    ).not.toThrow();
  });
});
