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
];

test.each(cases)("%s", async (_name, schema, input, unknown) => {
  expect(await unknownKeysOf(schema, input)).toEqual(unknown);
});
