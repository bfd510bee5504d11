import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareDocuments } from "../../../../templates/packages/cli/src/openapi/compare.ts";

const list = {
  operationId: "listBooks",
  summary: "List books",
  parameters: [{ name: "limit", in: "query", schema: { type: "integer" } }],
  responses: { 200: { description: "A page" } },
};
const document = {
  openapi: "3.1.1",
  info: { title: "Shop", version: "1.0.0" },
  paths: { "/books": { get: list } },
  components: {
    schemas: { Book: { type: "object", properties: { id: {}, title: {} }, required: ["id"] } },
    securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
  },
};
const withList = (change: object) => ({ ...document, paths: { "/books": { get: { ...list, ...change } } } });
const lines = (before: object, after: object) =>
  compareDocuments({ ...before }, { ...after }).map(({ kind, part, details }) =>
    [kind, part, ...details].join(" | "),
  );

describe("two documents", () => {
  it.each<[string, object, string[]]>([
    ["nothing", structuredClone(document), []],
    [
      "an operation more",
      { ...document, paths: { ...document.paths, "/a": { post: {} } } },
      ["added | POST /a"],
    ],
    ["an operation less", { ...document, paths: {} }, ["removed | GET /books"]],
    ["a summary", withList({ summary: "Books" }), ["changed | GET /books | summary changed"]],
    [
      "parameters",
      withList({ parameters: [{ name: "limit", in: "header" }] }),
      ["changed | GET /books | header limit added | query limit removed"],
    ],
    [
      "responses",
      withList({ responses: { 200: { description: "All" }, 404: {} } }),
      ["changed | GET /books | response 200 changed | response 404 added"],
    ],
    ["a body", withList({ requestBody: {} }), ["changed | GET /books | body added"]],
    ["info", { ...document, info: { title: "Shop" } }, ["changed | info | version removed"]],
    ["servers", { ...document, servers: [] }, ["added | servers"]],
    [
      "components",
      {
        ...document,
        components: { schemas: { Book: { type: "object", properties: { id: {}, isbn: {} } } } },
      },
      [
        "changed | schema Book | isbn added | title removed | required removed",
        "removed | security scheme bearer",
      ],
    ],
  ])("differ in %s", (_, after, expected) => {
    expect(lines(document, after)).toEqual(expected);
  });

  it("do not differ by the order of their keys", () => {
    const turned = Object.fromEntries(Object.entries(document).reverse());
    expect(lines(turned, document)).toEqual([]);
  });

  it("survive what is no OpenAPI", () => {
    const odd = { paths: [1], components: { schemas: "x" }, info: null };
    expect(() => lines(odd, document)).not.toThrow();
    expect(() =>
      lines(
        { paths: { "/a": { get: { parameters: [null, 7], responses: [] } } } },
        { paths: { "/a": { get: {} } } },
      ),
    ).not.toThrow();
  });

  it("are told apart wherever they differ", () => {
    const json = fc.jsonValue({ maxDepth: 2 });
    const named = (inner: fc.Arbitrary<unknown>) =>
      fc.dictionary(fc.string(), inner, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
    const method = fc.constantFrom("get", "post");
    const documents = fc.record({
      paths: fc.dictionary(fc.string(), fc.dictionary(method, json, { noNullPrototype: true, minKeys: 1 }), {
        noNullPrototype: true,
      }),
      components: fc.record({ schemas: named(json), securitySchemes: named(json) }),
      info: json,
    });
    fc.assert(
      fc.property(documents, documents, (before, after) => {
        const same = isDeepStrictEqual(before, after);
        expect(compareDocuments(before, after).length === 0).toBe(same);
        expect(compareDocuments(before, structuredClone(before))).toEqual([]);
      }),
    );
  });
});
