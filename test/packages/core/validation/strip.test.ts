import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { StandardSchema } from "../../../../templates/packages/core/src/validation/standard-schema.ts";
import { compileStrip } from "../../../../templates/packages/core/src/validation/unknown-keys.ts";

class Account {
  id = "1";
  passwordHash = "x";
  toJSON() {
    return { id: this.id, passwordHash: this.passwordHash, url: "/1" };
  }
}

type Case = [name: string, schema: StandardSchema, value: unknown, sent: unknown];

const user = type({ id: "string", "address?": { city: "string" } });
const animal = type({ kind: "'cat'", lives: "number" }).or({ kind: "'dog'", good: "boolean" });

describe("removes what the output schema does not have", () => {
  test.each<Case>([
    ["at the root", user, { id: "1", passwordHash: "x" }, { id: "1" }],
    [
      "nested",
      user,
      { id: "1", address: { city: "B", geo: { lat: 1 } } },
      { id: "1", address: { city: "B" } },
    ],
    ["in a list", user.array(), [{ id: "1" }, { id: "2", x: 1 }], [{ id: "1" }, { id: "2" }]],
    ["in a record", type({ "[string]": user }), { a: { id: "1", x: 1 } }, { a: { id: "1" } }],
    ["in the branch that fits", animal, { kind: "cat", lives: 9, good: true }, { kind: "cat", lives: 9 }],
    ["after a morph", type({ n: "string.numeric.parse" }), { n: 5, x: 1 }, { n: 5 }],
    ["a key named __proto__", user, JSON.parse('{"id":"1","__proto__":{"a":1}}'), { id: "1" }],
    [
      "of an instance, own fields included",
      user,
      Object.assign(new (class User {})(), { id: "1", x: 1 }),
      { id: "1" },
    ],
    ["of a document that serialises itself", user, new Account(), { id: "1" }],
    [
      "below a document that serialises itself",
      type({ owner: user }),
      { owner: new Account() },
      { owner: { id: "1" } },
    ],
    ["of the other vendors too", z.object({ a: z.string() }), { a: "x", b: 1 }, { a: "x" }],
  ])("%s", (_name, schema, value, sent) => {
    const before = JSON.stringify(value);
    expect(JSON.parse(JSON.stringify(compileStrip(schema)(value)))).toEqual(sent);
    expect(JSON.stringify(value)).toBe(before);
  });
});

describe("returns the same value when there is nothing to remove", () => {
  test.each<[string, StandardSchema, unknown]>([
    ["clean", user, { id: "1", address: { city: "B" } }],
    ["an index signature", type({ id: "string", "[string]": "unknown" }), { id: "1", x: 1 }],
    ["loose", z.looseObject({ a: z.string() }), { a: "x", b: 1 }],
    ["an unknown output", z.object({ a: z.string() }).transform((value) => ({ ...value })), { a: "x", b: 1 }],
    ["a date", type({ at: "Date" }), { at: new Date(0) }],
    ["both branches fit", type({ a: "string" }).or({ b: "string" }), { a: "x", b: "y" }],
    ["a vendor without JSON Schema", v.object({ a: v.string() }), { a: "x", b: 1 }],
    ["a primitive", type("string"), "x"],
    ["null", user.or("null"), null],
  ])("%s", (_name, schema, value) => {
    expect(compileStrip(schema)(value)).toBe(value);
  });
});
