import * as v from "valibot";
import { expect, test } from "vitest";
import { type Case, unknownKeysOf } from "./unknown-keys-of.ts";

const cases: Case[] = [
  ["clean", v.object({ a: v.string() }), { a: "x" }, []],
  ["one more key", v.object({ a: v.string() }), { a: "x", admin: true }, ["/admin"]],
  ["one more key that holds an object", v.object({ a: v.string() }), { a: "x", b: { c: { d: 1 } } }, ["/b"]],
  ["nested", v.object({ a: v.object({ b: v.string() }) }), { a: { b: "x", c: 1 } }, ["/a/c"]],
  ["array", v.array(v.object({ a: v.string() })), [{ a: "x" }, { a: "x", b: 1 }], ["/1/b"]],
  ["tuple", v.tuple([v.object({ a: v.string() })]), [{ a: "x", b: 1 }], ["/0/b"]],
  ["loose", v.looseObject({ a: v.string() }), { a: "x", b: { c: 1 } }, []],
  ["rest", v.objectWithRest({ a: v.string() }, v.number()), { a: "x", b: 1 }, []],
  ["record", v.record(v.string(), v.number()), { a: 1, b: 2 }, []],
  [
    "record with lower-cased keys",
    v.record(v.pipe(v.string(), v.toLowerCase()), v.number()),
    { A: 1, B: 2 },
    [],
  ],
  [
    "record with colliding keys",
    v.record(v.pipe(v.string(), v.toLowerCase()), v.number()),
    { A: 1, a: 2 },
    [],
  ],
  ["union", v.union([v.object({ a: v.string() }), v.object({ b: v.number() })]), { b: 1, c: 1 }, ["/c"]],
  [
    "variant, the other branch's key",
    v.variant("t", [
      v.object({ t: v.literal("a"), x: v.number() }),
      v.object({ t: v.literal("b"), y: v.number() }),
    ]),
    { t: "a", x: 1, y: 2 },
    ["/y"],
  ],
  [
    "intersect",
    v.intersect([v.object({ a: v.string() }), v.object({ b: v.number() })]),
    { a: "x", b: 1, c: 1 },
    ["/c"],
  ],
  ["optional with a default", v.object({ a: v.optional(v.string(), "x") }), { b: 1 }, ["/b"]],
  ["nullish", v.object({ a: v.nullish(v.object({ b: v.string() })) }), { a: { b: "x", c: 1 } }, ["/a/c"]],
  ["fallback", v.object({ a: v.fallback(v.string(), "x") }), { a: 5, b: 1 }, ["/b"]],
  ["lazy", v.lazy(() => v.object({ a: v.string() })), { a: "x", b: 1 }, ["/b"]],
  [
    "rename",
    v.pipe(
      v.object({ a: v.string() }),
      v.transform(({ a }) => ({ b: a })),
    ),
    { a: "x" },
    [],
  ],
  [
    "rename of a container",
    v.pipe(
      v.object({ profile: v.object({ name: v.string() }) }),
      v.transform(({ profile }) => ({ user: profile })),
    ),
    { profile: { name: "x", extra: 1 } },
    ["/profile/extra"],
  ],
  [
    "transform to a scalar",
    v.pipe(
      v.object({ a: v.string() }),
      v.transform(({ a }) => a),
    ),
    { a: "x", b: 1 },
    ["/b"],
  ],
  [
    "transform that ignores an optional key",
    v.pipe(
      v.object({ a: v.string(), note: v.optional(v.string()) }),
      v.transform(({ a }) => a),
    ),
    { a: "x", note: "n", b: 1 },
    ["/b"],
  ],
  [
    "a Set output",
    v.pipe(
      v.array(v.object({ a: v.string() })),
      v.transform((items) => new Set(items)),
    ),
    [{ a: "x" }, { a: "y", b: 1 }],
    ["/1/b"],
  ],
  ["a random default", v.object({ id: v.optional(v.string(), () => crypto.randomUUID()) }), { b: 1 }, ["/b"]],
  [
    "asynchronous",
    v.objectAsync({
      a: v.pipeAsync(
        v.string(),
        v.checkAsync(async () => true),
      ),
    }),
    { a: "x", b: 1 },
    ["/b"],
  ],
  [
    "a failed variant raises no false alarm",
    v.variant("t", [v.object({ t: v.literal("a"), x: v.number() })]),
    { t: "b", x: 1 },
    [],
  ],
  ["any", v.object({ a: v.any() }), { a: { b: 1 } }, []],
];

test.each(cases)("%s", async (_name, schema, input, unknown) => {
  expect(await unknownKeysOf(schema, input)).toEqual(unknown);
});
