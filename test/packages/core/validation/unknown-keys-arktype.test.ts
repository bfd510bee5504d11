import { scope, type } from "arktype";
import { expect, test } from "vitest";
import { type Case, unknownKeysOf } from "./unknown-keys-of.ts";

const { Node: arkNode } = scope({ Node: { name: "string", "next?": "Node", "kids?": "Node[]" } }).export();

const cases: Case[] = [
  ["clean", type({ a: "string" }), { a: "x" }, []],
  ["one more key, which arktype keeps", type({ a: "string" }), { a: "x", admin: true }, ["/admin"]],
  ["nested", type({ a: { b: "string" } }), { a: { b: "x", c: 1 } }, ["/a/c"]],
  ["array", type({ a: "string" }).array(), [{ a: "x" }, { a: "x", b: 1 }], ["/1/b"]],
  ["tuple", type(["string", { a: "string" }]), ["x", { a: "x", b: 1 }], ["/1/b"]],
  ["delete", type({ a: "string", "+": "delete" }), { a: "x", b: 1 }, ["/b"]],
  ["optional", type({ "a?": { b: "string" } }), { a: { b: "x", c: 1 } }, ["/a/c"]],
  ["default", type({ a: "string = 'x'" }), { b: 1 }, ["/b"]],
  ["nullable", type({ a: "string" }).or("null"), { a: "x", b: 1 }, ["/b"]],
  ["record", type({ "[string]": "number" }), { a: 1 }, []],
  ["record of objects", type({ "[string]": { a: "string" } }), { k: { a: "x", b: 1 } }, ["/k/b"]],
  ["index signature beside a key", type({ a: "string", "[string]": "unknown" }), { a: "x", b: { c: 1 } }, []],
  ["pattern keys", type({ "[/^x-/]": "string" }), { "x-a": "1" }, []],
  ["union, unknown to all", type({ a: "string" }).or({ b: "number" }), { b: 1, c: 1 }, ["/c"]],
  ["union, both branches fit", type({ a: "string" }).or({ b: "number" }), { a: "x", b: 1 }, []],
  [
    "discriminated union, the other branch's key",
    type({ t: "'a'", x: "number" }).or({ t: "'b'", y: "number" }),
    { t: "a", x: 1, y: 2 },
    ["/y"],
  ],
  [
    "discriminated union, clean",
    type({ t: "'a'", x: "number" }).or({ t: "'b'", y: "number" }),
    { t: "b", y: 2 },
    [],
  ],
  [
    "union told apart by required keys",
    type({ a: "string", "x?": "number" }).or({ b: "string", "y?": "number" }),
    { a: "x", y: 1 },
    ["/y"],
  ],
  ["intersection", type({ a: "string" }).and({ b: "number" }), { a: "x", b: 1, c: 1 }, ["/c"]],
  ["recursive", arkNode, { name: "r", next: { name: "s", kids: [{ name: "k", x: 1 }] } }, ["/next/kids/0/x"]],
  ["recursive, clean", arkNode, { name: "r", next: { name: "s", kids: [{ name: "k" }] } }, []],
  ["morph to a scalar", type({ a: "string" }).pipe(({ a }) => a), { a: "x", b: 1 }, ["/b"]],
  ["rename", type({ a: "string" }).pipe(({ a }) => ({ b: a })), { a: "x" }, []],
  ["inner morph", type({ a: "string.numeric.parse" }), { a: "5", b: 1 }, ["/b"]],
  ["narrow", type({ a: "string" }).narrow(() => true), { a: "x", b: 1 }, ["/b"]],
  ["object keyword", type("object"), { a: { b: 1 } }, []],
  ["unknown value", type({ a: "unknown" }), { a: { b: 1 } }, []],
  ["failed validation", type({ a: "string" }), { a: 1, b: 2 }, ["/b"]],
];

test.each(cases)("%s", async (_name, schema, input, unknown) => {
  expect(await unknownKeysOf(schema, input)).toEqual(unknown);
});
