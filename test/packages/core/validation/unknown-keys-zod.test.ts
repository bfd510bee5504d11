import { expect, test } from "vitest";
import { z } from "zod";
import { type Case, unknownKeysOf } from "./unknown-keys-of.ts";

type Tree = { name: string; children: Tree[] };
const zodTree: z.ZodType<Tree> = z.object({
  name: z.string(),
  get children() {
    return z.array(zodTree);
  },
});
const zodLazyTree: z.ZodType<unknown> = z.lazy(() =>
  z.object({ name: z.string(), next: zodLazyTree.optional() }),
);
const money = z.object({ amount: z.number(), currency: z.string() });
const camel = (key: string) => key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const camelKeys = (value: unknown) =>
  typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [camel(key), member]))
    : value;
const wide = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`field${i}Name`, z.string()]));
const wideSnake = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`field${i}_name`, "x"]));

const cases: Case[] = [
  ["a clean object", z.object({ a: z.string() }), { a: "x" }, []],
  ["one more key", z.object({ a: z.string() }), { a: "x", admin: true }, ["/admin"]],
  ["an empty object schema", z.object({}), { a: 1 }, ["/a"]],
  ["a key that needs escaping", z.object({}), { "a/b~c": 1 }, ["/a~1b~0c"]],
  ["a key with an object in it", z.object({ a: z.string() }), { a: "x", deep: { b: { c: 1 } } }, ["/deep"]],
  ["nested", z.object({ a: z.object({ b: z.string() }) }), { a: { b: "x", c: 1 } }, ["/a/c"]],
  ["in an array", z.array(z.object({ a: z.string() })), [{ a: "x" }, { a: "y", b: 1 }], ["/1/b"]],
  ["in a tuple", z.tuple([z.string(), z.object({ a: z.string() })]), ["x", { a: "x", b: 1 }], ["/1/b"]],
  [
    "in a tuple's rest",
    z.tuple([z.string()], z.object({ a: z.string() })),
    ["x", { a: "x" }, { a: "x", b: 1 }],
    ["/2/b"],
  ],
  ["nullable", z.object({ a: z.string() }).nullable(), { a: "x", b: 1 }, ["/b"]],
  ["nullable, null", z.object({ a: z.string() }).nullable(), null, []],
  ["optional", z.object({ a: z.object({ b: z.string() }).optional() }), { a: { b: "x", c: 1 } }, ["/a/c"]],
  ["an optional key that is missing", z.object({ a: z.string().optional() }), {}, []],
  ["an optional key that is there", z.object({ a: z.string().optional() }), { a: "x" }, []],
  ["a default", z.object({ a: z.string().default("x"), b: z.number() }), { b: 1 }, []],
  ["a random default", z.object({ id: z.string().default(() => crypto.randomUUID()) }), { no: 1 }, ["/no"]],
  [
    "a default beside a preprocess",
    z.preprocess(
      camelKeys,
      z.object({ id: z.string().default(() => crypto.randomUUID()), fullName: z.string() }),
    ),
    { full_name: "x", q: 1 },
    ["/q"],
  ],
  ["catch", z.object({ a: z.string().catch("x") }), { a: 5, b: 1 }, ["/b"]],
  ["prefault", z.object({ a: z.string() }).prefault({ a: "x" }), { a: "x", b: 1 }, ["/b"]],
  ["readonly and branded", z.object({ a: z.string() }).readonly().brand("X"), { a: "x", b: 1 }, ["/b"]],
  ["strict", z.strictObject({ a: z.string() }), { a: "x" }, []],
  ["loose", z.looseObject({ a: z.string() }), { a: "x", b: 1 }, []],
  [
    "loose with a closed child",
    z.looseObject({ a: z.object({ b: z.string() }) }),
    { a: { b: "x", c: 1 }, d: {} },
    ["/a/c"],
  ],
  ["catchall", z.object({ a: z.string() }).catchall(z.number()), { a: "x", b: 1 }, []],
  [
    "catchall of objects",
    z.object({}).catchall(money),
    { b: { amount: 1, currency: "EUR", x: 1 } },
    ["/b/x"],
  ],
  ["record", z.record(z.string(), z.number()), { a: 1, b: 2 }, []],
  ["record of objects", z.record(z.string(), money), { a: { amount: 1, currency: "EUR", x: 1 } }, ["/a/x"]],
  ["record with lower-cased keys", z.record(z.string().toLowerCase(), z.number()), { A: 1, B: 2 }, []],
  ["record with enumerated keys", z.partialRecord(z.enum(["a", "b"]), z.number()), { a: 1 }, []],
  ["any", z.object({ a: z.any() }), { a: { b: { c: 1 } } }, []],
  ["unknown", z.unknown(), { a: { b: 1 } }, []],
  ["json", z.object({ meta: z.json() }), { meta: { a: [{ b: 1 }], c: null } }, []],
  ["union, clean", z.union([z.object({ a: z.string() }), z.object({ b: z.number() })]), { b: 1 }, []],
  [
    "union, unknown to all",
    z.union([z.object({ a: z.string() }), z.object({ b: z.number() })]),
    { b: 1, c: 1 },
    ["/c"],
  ],
  [
    "union, both branches fit",
    z.union([z.object({ a: z.string() }), z.object({ b: z.number() })]),
    { a: "x", b: 1 },
    ["/b"],
  ],
  ["union with a primitive", z.union([z.string(), z.object({ a: z.string() })]), { a: "x", b: 1 }, ["/b"]],
  [
    "union told apart by a nested type",
    z.union([
      z.object({ v: z.string(), a: z.string().optional() }),
      z.object({ v: z.number(), b: z.string().optional() }),
    ]),
    { v: 1, b: "x" },
    [],
  ],
  [
    "union told apart by a nested type, the other branch's key",
    z.union([
      z.object({ v: z.string(), a: z.string().optional() }),
      z.object({ v: z.number(), b: z.string().optional() }),
    ]),
    { v: 1, a: "x" },
    ["/a"],
  ],
  [
    "discriminated union, the other branch's key",
    z.discriminatedUnion("t", [
      z.object({ t: z.literal("a"), x: z.number() }),
      z.object({ t: z.literal("b"), y: z.number() }),
    ]),
    { t: "a", x: 1, y: 2 },
    ["/y"],
  ],
  [
    "discriminated union, clean",
    z.discriminatedUnion("t", [
      z.object({ t: z.literal("a"), x: z.number() }),
      z.object({ t: z.enum(["b", "c"]), y: z.number() }),
    ]),
    { t: "c", y: 2 },
    [],
  ],
  [
    "discriminated union in an array",
    z.array(
      z.discriminatedUnion("t", [z.object({ t: z.literal("a") }), z.object({ t: z.literal("b"), y: money })]),
    ),
    [
      { t: "b", y: { amount: 1, currency: "EUR" } },
      { t: "a", z: 1 },
      { t: "b", y: { amount: 1, currency: "EUR", q: 1 } },
    ],
    ["/1/z", "/2/y/q"],
  ],
  [
    "intersection",
    z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() })),
    { a: "x", b: 1 },
    [],
  ],
  [
    "intersection, one more key",
    z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() })),
    { a: "x", b: 1, c: 1 },
    ["/c"],
  ],
  [
    "intersection of nested objects",
    z.object({ p: z.object({ x: z.number() }) }).and(z.object({ p: z.object({ y: z.number() }) })),
    { p: { x: 1, y: 2, z: 3 } },
    ["/p/z"],
  ],
  [
    "intersection with a record",
    z.object({ a: z.string() }).and(z.record(z.string(), z.unknown())),
    { a: "x", b: 1 },
    [],
  ],
  [
    "intersection with a union",
    z.object({ id: z.string() }).and(z.union([z.object({ a: z.string() }), z.object({ b: z.number() })])),
    { id: "1", b: 1, c: 1 },
    ["/c"],
  ],
  [
    "extend and pick",
    z.object({ a: z.string(), b: z.string() }).pick({ a: true }).extend({ c: z.number() }),
    { a: "x", c: 1, b: "y" },
    ["/b"],
  ],
  [
    "recursive getter",
    zodTree,
    { name: "r", children: [{ name: "c", children: [], x: 1 }] },
    ["/children/0/x"],
  ],
  ["recursive getter, clean", zodTree, { name: "r", children: [{ name: "c", children: [] }] }, []],
  [
    "recursive lazy",
    zodLazyTree,
    { name: "r", next: { name: "s", next: { name: "t", x: 1 } } },
    ["/next/next/x"],
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
