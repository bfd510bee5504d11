import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeJson } from "../../../src/change/merge/merge-json.ts";

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const merge = (base: unknown, ours: unknown, theirs: unknown) => {
  const merged = mergeJson(json(base), json(ours), json(theirs));
  if (!merged.clean) throw new Error("not merged");
  return { value: JSON.parse(merged.text), text: merged.text, kept: merged.kept };
};

describe("mergeJson", () => {
  it("adds a dependency of the user's beside one that the template bumped", () => {
    const { text, kept } = merge(
      { dependencies: { zod: "4.0.0" } },
      { dependencies: { pino: "9.0.0", zod: "4.0.0" } },
      { dependencies: { zod: "4.6.7" } },
    );
    expect(text).toBe(json({ dependencies: { pino: "9.0.0", zod: "4.6.7" } }));
    expect(kept).toEqual([]);
  });

  it.each([
    [
      "the user's value, where both changed it",
      { a: 1 },
      { a: 2 },
      { a: 3 },
      { a: 2 },
      ["a (the template has 3)"],
    ],
    ["the same change of both", { a: 1 }, { a: 2 }, { a: 2 }, { a: 2 }, []],
    ["a removal of the template's", { a: 1, b: 2 }, { a: 1, b: 2, c: 3 }, { a: 1 }, { a: 1, c: 3 }, []],
    [
      "what the user changed and the template removed",
      { a: 1 },
      { a: 2 },
      {},
      { a: 2 },
      ["a (the template no longer has it)"],
    ],
    ["a removal of the user's", { a: 1, b: 1 }, { b: 1 }, { a: 1, b: 2 }, { b: 2 }, []],
    [
      "a removal of the user's of what changed since",
      { a: 1 },
      {},
      { a: 2 },
      {},
      ["a stays removed (the template has 2)"],
    ],
    ["a key that both added alike", {}, { a: { b: 1 } }, { a: { b: 1 } }, { a: { b: 1 } }, []],
    ["a key that both added, as objects", {}, { a: { b: 1 } }, { a: { c: 2 } }, { a: { c: 2, b: 1 } }, []],
    [
      "a change of type",
      { a: { b: 1 } },
      { a: [1] },
      { a: { b: 2 } },
      { a: [1] },
      ['a (the template has {"b":2})'],
    ],
    [
      "list items of both",
      { i: ["src"] },
      { i: ["src", "mine"] },
      { i: ["src", "test"] },
      { i: ["src", "mine", "test"] },
      [],
    ],
    [
      "list items at different places",
      { i: [1, 2, 3] },
      { i: [0, 1, 2, 3] },
      { i: [1, 2, 4] },
      { i: [0, 1, 2, 4] },
      [],
    ],
    [
      "a list that both changed in one place",
      { i: [1] },
      { i: [2] },
      { i: [3] },
      { i: [2] },
      ["i (the template has [3])"],
    ],
    [
      "items with a name as the same item",
      {
        r: [
          { name: "a", v: 1 },
          { name: "b", v: 1 },
        ],
      },
      { r: [{ name: "mine" }, { name: "a", v: 1, x: 1 }, { name: "b", v: 1 }] },
      { r: [{ name: "a", v: 2 }, { name: "b", v: 1 }, { name: "c" }] },
      { r: [{ name: "mine" }, { name: "a", v: 2, x: 1 }, { name: "b", v: 1 }, { name: "c" }] },
      [],
    ],
    [
      "an item that the user changed and the template removed",
      { r: [{ name: "a", v: 1 }] },
      { r: [{ name: "a", v: 2 }] },
      { r: [] },
      { r: [{ name: "a", v: 2 }] },
      ["r.0 (the template no longer has it)"],
    ],
  ])("keeps %s", (_, base, ours, theirs, expected, kept) => {
    expect(merge(base, ours, theirs)).toMatchObject({ value: expected, kept });
  });

  it("edits the user's text in place: order, indent, comments, endings", () => {
    const ours = '{\r\n\t// mine\r\n\t"z": 1,\r\n\t"a": { "deep": [1, 2] }, // also mine\r\n}\r\n';
    const merged = mergeJson('{"a":{"deep":[1,2]},"z":1}', ours, '{"a":{"deep":[1,2]},"b":true,"z":2}');
    expect(merged).toEqual({
      clean: true,
      text: '{\r\n\t// mine\r\n\t"z": 2,\r\n\t"a": { "deep": [1, 2] },\r\n\t"b": true, // also mine\r\n}\r\n',
      kept: [],
    });
  });

  it("removes no comment of the user's with what the template removed", () => {
    const ours = '{\n  "a": 1, // about a\n  // about b\n  "b": 2,\n  "c": [1, /* one */ 2]\n}\n';
    const without = (theirs: unknown) => {
      const merged = mergeJson('{"a":1,"b":2,"c":[1,2]}', ours, JSON.stringify(theirs));
      return merged.clean ? merged.text : "";
    };
    expect(without({ b: 2, c: [1, 2] })).toBe(
      '{\n  // about a\n  // about b\n  "b": 2,\n  "c": [1, /* one */ 2]\n}\n',
    );
    expect(without({ a: 1, c: [1, 2] })).toBe(
      '{\n  "a": 1, // about a\n  // about b\n  "c": [1, /* one */ 2]\n}\n',
    );
    expect(without({ a: 1 })).toBe('{\n  "a": 1 // about a\n  // about b\n}\n');
    expect(without({ a: 1, b: 2, c: [1] })).toContain('"c": [1 /* one */]');
  });

  it("puts a new key where the template has it, and in order where the user keeps order", () => {
    const order = (ours: object, theirs: object) => Object.keys(merge({}, ours, theirs).value);
    expect(order({ dev: 1, build: 1 }, { lint: 1, dev: 1, test: 1, build: 1 })).toEqual([
      "lint",
      "dev",
      "test",
      "build",
    ]);
    expect(order({ a: 1, m: 1, z: 1 }, { q: 1, a: 1, b: 1 })).toEqual(["a", "b", "m", "q", "z"]);
  });

  it.each([
    ["no JSON", "{"],
    ["a key twice", '{"a":1,"a":2}'],
    ["a prototype", '{"__proto__":{"x":1}}'],
    ["nothing", ""],
    ["a conflict of git's", '<<<<<<< HEAD\n{"a":1}\n=======\n{"a":2}\n>>>>>>> x\n'],
    ["a tower of lists", "[".repeat(200_000) + "]".repeat(200_000)],
  ])("merges nothing where the user's text is %s", (_, ours) => {
    expect(mergeJson('{"a":0}', ours, '{"a":3}')).toEqual({ clean: false, marked: undefined });
  });
});

const key = fc.constantFrom("a", "b", "c", "name", "toString", "x y");
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(1, 2, "s", true, null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const object = fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true });
const written = fc.constantFrom<(value: unknown) => string>(
  json,
  (any) => JSON.stringify(any),
  (any) => JSON.stringify(any, null, "\t").replaceAll("\n", "\r\n"),
);

describe("any three objects", () => {
  const times = { numRuns: 300 };
  const parsed = (base: string, ours: string, theirs: string) => {
    const merged = mergeJson(base, ours, theirs);
    return merged.clean ? JSON.parse(merged.text) : undefined;
  };

  it("merge, in whatever style they are written", () => {
    fc.assert(
      fc.property(object, object, object, written, (base, ours, theirs, write) => {
        expect(parsed(json(base), write(ours), json(theirs))).toBeDefined();
      }),
      times,
    );
  });

  it("give the template's when the user only changed the style, and the user's when the template changed nothing", () => {
    fc.assert(
      fc.property(object, object, written, (base, changed, write) => {
        expect(parsed(json(base), write(base), json(changed))).toEqual(changed);
        expect(mergeJson(json(base), write(changed), json(base))).toMatchObject({ text: write(changed) });
      }),
      times,
    );
  });

  it("keep every key that the user added or changed", () => {
    fc.assert(
      fc.property(object, object, object, (base, ours, theirs) => {
        const merged = parsed(json(base), json(ours), json(theirs));
        for (const [name, mine] of Object.entries(ours)) {
          const before = Object.hasOwn(base, name) ? base[name] : undefined;
          if (JSON.stringify(before) !== JSON.stringify(mine)) expect(Object.hasOwn(merged, name)).toBe(true);
          if (typeof mine !== "object" && JSON.stringify(before) !== JSON.stringify(mine))
            expect(merged[name]).toEqual(mine);
        }
      }),
      times,
    );
  });
});
