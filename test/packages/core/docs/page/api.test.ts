import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readApi } from "../../../../../templates/packages/core/src/docs/page/api.ts";
import { linkTo, operationAt } from "../../../../../templates/packages/core/src/docs/page/link.ts";

describe("reading a document", () => {
  it("groups by first tag, in the order of the document's tags, and keeps what has none", () => {
    const api = readApi({
      tags: [{ name: "B", description: "Bees" }, { name: "A" }, { name: "unused" }],
      paths: {
        "/1": { get: { tags: ["A", "B"] } },
        "/2": { get: { tags: ["B"] }, post: { tags: ["C"] } },
        "/3": { get: {} },
      },
    });
    expect(
      api.groups.map(({ name, description, operations }) => [
        name,
        description,
        operations.map((o) => o.path),
      ]),
    ).toEqual([
      ["B", "Bees", ["/2"]],
      ["A", "", ["/1"]],
      ["C", "", ["/2"]],
      ["Operations", "", ["/3"]],
    ]);
  });

  it("follows references and joins the parameters of path and operation", () => {
    const api = readApi({
      paths: {
        "/a/{id}": {
          parameters: [
            { $ref: "#/components/parameters/Id" },
            { name: "q", in: "query", description: "path" },
          ],
          get: {
            parameters: [{ name: "q", in: "query", description: "operation" }],
            responses: { 404: { $ref: "#/components/responses/NotFound" } },
          },
        },
      },
      components: {
        parameters: { Id: { name: "id", in: "path", required: true, schema: { type: "integer" } } },
        responses: { NotFound: { description: "Not there" } },
      },
    });
    const [operation] = api.operations;
    expect(operation?.parameters.map(({ name, description }) => [name, description])).toEqual([
      ["id", ""],
      ["q", "operation"],
    ]);
    expect(operation?.responses[0]).toMatchObject({ status: "404", description: "Not there" });
  });

  it("takes the document's security where an operation has none of its own", () => {
    const api = readApi({
      security: [{ bearer: [] }],
      paths: { "/a": { get: {}, post: { security: [] } } },
    });
    expect(api.operations.map(({ security }) => security.length)).toEqual([1, 0]);
  });

  it("gives each operation a link of its own that leads back to it", () => {
    const api = readApi({
      paths: {
        "/a": { get: { operationId: "same" }, post: { operationId: "same" }, put: {} },
        "/b": { get: { operationId: 'x"><img src=x>/%#?' }, post: { operationId: "constructor" } },
      },
    });
    expect(new Set(api.operations.map(linkTo)).size).toBe(5);
    for (const operation of api.operations) expect(operationAt(api, linkTo(operation))).toBe(operation);
    expect(operationAt(api, "#%E0%A4%A")).toBeUndefined();
  });

  it("takes any JSON without throwing", () => {
    const keys = fc.constantFrom(
      ..."paths /a get info servers url tags parameters responses content schema security components securitySchemes $ref requestBody examples headers".split(
        " ",
      ),
    );
    const { node } = fc.letrec((tie) => ({
      node: fc.dictionary(
        keys,
        fc.oneof(
          { maxDepth: 5 },
          fc.jsonValue(),
          fc.constant("#"),
          tie("node"),
          fc.array(tie("node"), { maxLength: 3 }),
        ),
        { maxKeys: 4 },
      ),
    }));
    fc.assert(
      fc.property(fc.oneof(node, fc.jsonValue()), (document) => void readApi(document)),
      { numRuns: 500 },
    );
  });
});
