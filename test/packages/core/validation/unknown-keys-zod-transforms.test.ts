import { expect, test } from "vitest";
import { z } from "zod";
import { type Case, unknownKeysOf } from "./unknown-keys-of.ts";

const money = z.object({ amount: z.number(), currency: z.string() });
const camel = (key: string) => key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const camelKeys = (value: unknown) =>
  typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [camel(key), member]))
    : value;
const wide = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`field${i}Name`, z.string()]));
const wideSnake = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`field${i}_name`, "x"]));

const cases: Case[] = [
  [
    "a default beside a preprocess",
    z.preprocess(
      camelKeys,
      z.object({ id: z.string().default(() => crypto.randomUUID()), fullName: z.string() }),
    ),
    { full_name: "x", q: 1 },
    ["/q"],
  ],
  ["rename", z.object({ a: z.string() }).transform(({ a }) => ({ b: a })), { a: "x" }, []],
  [
    "rename, one more key",
    z.object({ a: z.string() }).transform(({ a }) => ({ b: a })),
    { a: "x", b: "y" },
    ["/b"],
  ],
  ["transform to a scalar", z.object({ a: z.string() }).transform(({ a }) => a), { a: "x" }, []],
  [
    "transform to a scalar, one more key",
    z.object({ a: z.string() }).transform(({ a }) => a),
    { a: "x", b: 1 },
    ["/b"],
  ],
  [
    "transform that ignores an optional key",
    z.object({ a: z.string(), note: z.string().optional() }).transform(({ a }) => a),
    { a: "x", note: "n" },
    [],
  ],
  [
    "transform to undefined",
    z.object({ a: z.string() }).transform(() => undefined),
    { a: "x", b: 1 },
    ["/b"],
  ],
  [
    "pipe",
    z
      .object({ a: z.string() })
      .transform(({ a }) => ({ b: a }))
      .pipe(z.object({ b: z.string() })),
    { a: "x", c: 1 },
    ["/c"],
  ],
  [
    "preprocess that renames",
    z.preprocess(camelKeys, z.object({ fullName: z.string() })),
    { full_name: "x" },
    [],
  ],
  [
    "preprocess that renames, one more key",
    z.preprocess(camelKeys, z.object({ fullName: z.string() })),
    { full_name: "x", is_admin: true },
    ["/is_admin"],
  ],
  [
    "preprocess that renames sixty keys",
    z.preprocess(camelKeys, z.object(wide)),
    { ...wideSnake, q: 1 },
    ["/q"],
  ],
  [
    "preprocess that unwraps",
    z.preprocess((value) => (value as { data: unknown }).data, money),
    { data: { amount: 1, currency: "EUR" } },
    [],
  ],
  ["preprocess in a value", z.object({ n: z.preprocess(Number, z.number()) }), { n: "5", x: 1 }, ["/x"]],
  [
    "codec",
    z.object({
      d: z.codec(z.string(), z.date(), {
        decode: (text) => new Date(text),
        encode: (date) => date.toISOString(),
      }),
    }),
    { d: "2026-01-01T00:00:00Z", x: 1 },
    ["/x"],
  ],
  ["coercion", z.object({ n: z.coerce.number(), d: z.coerce.date() }), { n: "5", d: "2026-01-01" }, []],
  [
    "a date output",
    z.object({ y: z.number(), m: z.number() }).transform(({ y, m }) => new Date(y, m)),
    { y: 1, m: 1, d: 1 },
    ["/d"],
  ],
  [
    "a Map output",
    z.record(z.string(), z.number()).transform((record) => new Map(Object.entries(record))),
    { a: 1, b: 2 },
    [],
  ],
  ["refine", z.object({ a: z.string() }).refine(() => true), { a: "x", b: 1 }, ["/b"]],
  ["asynchronous refine", z.object({ a: z.string() }).refine(async () => true), { a: "x", b: 1 }, ["/b"]],
  [
    "asynchronous transform",
    z.object({ a: z.string() }).transform(async ({ a }) => a),
    { a: "x", b: 1 },
    ["/b"],
  ],
  [
    "a failed validation still names its unknown keys",
    z.object({ a: z.string(), p: z.object({ q: z.string() }) }),
    { a: 1, b: 2, p: { q: "x", r: 1 } },
    ["/b", "/p/r"],
  ],
  [
    "a failed preprocess raises no false alarm",
    z.preprocess(camelKeys, z.object({ fullName: z.string() })),
    { full_name: 5 },
    [],
  ],
  [
    "two unknown keys side by side and below each other",
    z.object({ a: money }),
    { a: { amount: 1, currency: "EUR", x: { y: 1 } }, b: { c: 1 } },
    ["/a/x", "/b"],
  ],
  [
    "an array where an object belongs",
    z.object({ a: z.string().optional() }).or(z.array(z.number())),
    [1, 2],
    [],
  ],
];

test.each(cases)("%s", async (_name, schema, input, unknown) => {
  expect(await unknownKeysOf(schema, input)).toEqual(unknown);
});
