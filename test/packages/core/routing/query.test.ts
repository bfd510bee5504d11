import fc from "fast-check";
import { expect, it } from "vitest";
import { parseQuery } from "../../../../templates/packages/core/src/routing/query.ts";

it.each([
  ["", {}],
  ["a=1", { a: "1" }],
  ["a", { a: "" }],
  ["a=", { a: "" }],
  ["=1", { "": "1" }],
  ["a=1&a=2&a=3", { a: ["1", "2", "3"] }],
  ["a=1+2%2B3", { a: "1 2+3" }],
  ["a%20b=%E2%82%AC", { "a b": "€" }],
  ["a=%zz", { a: "%zz" }],
  ["toString=1&valueOf=2&valueOf=3", { toString: "1", valueOf: ["2", "3"] }],
  ["hasOwnProperty=x", { hasOwnProperty: "x" }],
])("reads %s", (search, query) => expect(parseQuery(search)).toEqual(query));

it.each(["__proto__", "constructor", "prototype", "%5F_proto__"])("leaves %s out", (key) => {
  const query = parseQuery(`${key}=x&${key}=y&a=1`);
  expect(Object.entries(query)).toEqual([["a", "1"]]);
  expect(Object.getPrototypeOf(query)).toBe(Object.prototype);
});

it("never throws and never touches a prototype", () => {
  const key = fc.oneof(fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype)), fc.string());
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.string())), (pairs) => {
      const query = parseQuery(pairs.map(([name, value]) => `${name}=${value}`).join("&"));
      for (const name of Object.keys(query)) expect(["string", "object"]).toContain(typeof query[name]);
      expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    }),
  );
});
