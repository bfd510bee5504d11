import fc from "fast-check";
import validate from "validate-npm-package-name";
import { describe, expect, it } from "vitest";
import { parseName, slugify } from "../../src/answers/name.ts";
import { anyText } from "../support/any-text.ts";

describe("parseName", () => {
  it.each(["my-api", "api2", "@acme/my-api", "a.b", "a_b", "x".repeat(214), "console-app", "com10"])(
    "takes %s",
    (name) => {
      expect(parseName(name)).toEqual({ ok: true, value: name });
    },
  );

  it.each([
    ["", "is empty"],
    ["x".repeat(215), "has 215 characters, and npm allows 214"],
    [" api", "begins or ends with a space"],
    [".api", 'begins with "."'],
    ["_api", 'begins with "_"'],
    ["-api", 'begins with "-"'],
    ["../evil", "is a path"],
    ["a/b", "is a path"],
    ["a\\b", "is a path"],
    ["/etc", "is a path"],
    ["@acme/", "is a path"],
    ["@acme/a/b", "is a path"],
    ["@acme/../evil", "is a path"],
    ["@../evil", 'begins with "."'],
    ["@acme/_x", 'begins with "_"'],
    ["My-Api", "has capital letters"],
    ["my api", "has characters other than"],
    ["🚀", "has characters other than"],
    ["api!", "has characters other than"],
    ["naïve", "has characters other than"],
    ["a\u0000b", "control character"],
    ["@acme", "has characters other than"],
    ["node_modules", "is reserved"],
    ["favicon.ico", "is reserved"],
    ["CON", "Windows"],
    ["con", "Windows"],
    ["nul.txt", "Windows"],
    ["com1", "Windows"],
    ["lpt9", "Windows"],
    ["@acme/aux", "Windows"],
    ["@con/api", "Windows"],
    ["api.", "dot"],
    ["fs", "Node core module"],
    ["http", "Node core module"],
  ])("refuses %j: it %s", (name, fault) => {
    expect(parseName(name)).toMatchObject({ ok: false, message: expect.stringContaining(fault) });
  });

  it("proposes a name that it would take", () => {
    expect(parseName("My API!")).toMatchObject({ fix: expect.stringContaining("my-api") });
    expect(parseName("🚀")).toMatchObject({ fix: expect.stringContaining("my-daloy-app") });
  });

  it("takes nothing that npm would not", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.stringMatching(/^[@a-z0-9._/-]{1,20}$/)),
        (name) => {
          if (parseName(name).ok) expect(validate(name).validForNewPackages).toBe(true);
        },
      ),
    );
  });
});

describe("slugify", () => {
  it.each([
    ["My API!", "my-api"],
    ["Naïve Café", "naive-cafe"],
    ["__x__", "x"],
    ["http", "http-app"],
    ["CON", "con-app"],
    ["con.txt", "con-txt-app"],
    ["favicon.ico", "favicon-ico-app"],
    ["my-api", "my-api"],
  ])("%j → %s", (text, slug) => {
    expect(slugify(text)).toBe(slug);
  });

  it.each(["", "🚀", "...", "___"])("finds nothing in %j", (text) => {
    expect(slugify(text)).toBeUndefined();
  });

  it("gives valid names only, and leaves a valid one alone", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), anyText({ maxLength: 60 })), (text) => {
        const slug = slugify(text);
        if (slug === undefined) return;
        expect(parseName(slug)).toEqual({ ok: true, value: slug });
        expect(slugify(slug)).toBe(slug);
      }),
    );
  });
});
