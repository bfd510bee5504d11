import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { exampleOf } from "../../../../../templates/packages/core/src/docs/page/example.ts";
import { resolverOf } from "../../../../../templates/packages/core/src/docs/page/reference.ts";

const Tree = z.object({
  name: z.string(),
  get children() {
    return z.array(Tree);
  },
  get parent() {
    return Tree.nullable();
  },
});

const schemas: Record<string, z.ZodType> = {
  text: z.string(),
  "text of a length": z.string().min(40).max(50),
  "short text": z.string().max(2),
  pattern: z.string().regex(/^97[89]-\d{10}$/),
  "pattern with alternatives": z.string().regex(/^(?:red|green)-[A-Z]{2,3}(?:\.\w+)?$/),
  "pattern with a named group": z.string().regex(/^(?<year>\d{4})\/[^/\s]+$/),
  uuid: z.uuid(),
  email: z.email(),
  url: z.url(),
  "date and time": z.iso.datetime(),
  "local date and time": z.iso.datetime({ local: true }),
  date: z.iso.date(),
  time: z.iso.time(),
  duration: z.iso.duration(),
  ipv4: z.ipv4(),
  ipv6: z.ipv6(),
  base64: z.base64(),
  ulid: z.ulid(),
  "starts with": z.string().startsWith("sk_"),
  integer: z.int(),
  "integer in a range": z.int().min(5).max(9),
  "negative number": z.number().max(-3),
  "number above": z.number().gt(0).lt(1),
  step: z.number().min(7).multipleOf(5),
  price: z.number().min(0).multipleOf(0.01),
  boolean: z.boolean(),
  null: z.null(),
  literal: z.literal("daily"),
  enum: z.enum(["a", "b"]),
  array: z.array(z.string()).min(2).max(3),
  tuple: z.tuple([z.string(), z.int()]),
  record: z.record(z.string(), z.int()),
  nullable: z.string().nullable(),
  union: z.union([z.object({ kind: z.literal("a"), n: z.int() }), z.object({ kind: z.literal("b") })]),
  intersection: z.intersection(z.object({ a: z.string() }), z.object({ b: z.int() })),
  optional: z.strictObject({ a: z.string().optional(), b: z.int().default(3) }),
  recursive: Tree,
  "members named like the prototype's": z.object({ constructor: z.string(), toString: z.string() }),
};

describe("the example of a schema", () => {
  it.each(Object.entries(schemas))("is one that the schema accepts: %s", (_, schema) => {
    const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
    const example = exampleOf(json, { resolve: resolverOf(json), direction: "request" });
    expect(schema.safeParse(example), JSON.stringify(example)).toMatchObject({ success: true });
  });

  const make = (schema: unknown, direction: "request" | "response" = "request") =>
    exampleOf(schema, { resolve: resolverOf({ components: {} }), direction });

  it("prefers what the schema itself gives", () => {
    expect(make({ type: "string", examples: ["x"] })).toBe("x");
    expect(make({ type: "string", example: "y" })).toBe("y");
    expect(make({ type: "integer", default: 7 })).toBe(7);
  });

  it("leaves out what the other side writes, and what is deprecated", () => {
    const schema = {
      type: "object",
      properties: {
        id: { type: "string", readOnly: true },
        password: { type: "string", writeOnly: true },
        old: { type: "string", deprecated: true },
      },
    };
    expect(make(schema, "request")).toEqual({ password: "password" });
    expect(make(schema, "response")).toEqual({ id: "id" });
  });

  it("comes to an end for schemas that contain themselves without a way out", () => {
    const root = {
      A: { type: "object", required: ["a"], properties: { a: { $ref: "#/A" } } },
      B: { $ref: "#/B" },
    };
    const options = { resolve: resolverOf(root), direction: "request" } as const;
    expect(JSON.stringify(exampleOf(root.A, options)).length).toBeLessThan(500);
    expect(exampleOf(root.B, options)).toEqual({});
  });

  it("stays small where many members contain each other", () => {
    const names = ["a", "b", "c", "d", "e"];
    const member = { $ref: "#/A" };
    const root = {
      A: {
        type: "object",
        required: names,
        properties: Object.fromEntries(names.map((name) => [name, member])),
      },
      B: { allOf: names.map(() => ({ $ref: "#/B" })) },
    };
    const options = { resolve: resolverOf(root), direction: "request" } as const;
    expect(JSON.stringify(exampleOf(root.A, options)).length).toBeLessThan(30_000);
    expect(exampleOf(root.B, options)).toBeNull();
  });

  it("takes any JSON for a schema without throwing", () => {
    const keyword = fc.constantFrom(
      ..."type properties required items prefixItems anyOf oneOf allOf enum format pattern minLength maxLength minItems minimum multipleOf $ref additionalProperties".split(
        " ",
      ),
    );
    const value = fc.oneof(
      fc.constantFrom("object", "array", "string", "#", "#/a", "constructor", "("),
      fc.jsonValue(),
    );
    const { schema } = fc.letrec((tie) => ({
      schema: fc.dictionary(
        keyword,
        fc.oneof({ maxDepth: 3 }, value, tie("schema"), fc.array(tie("schema"), { maxLength: 3 })),
        { maxKeys: 4 },
      ),
    }));
    fc.assert(
      fc.property(schema, (root) => {
        JSON.stringify(exampleOf(root, { resolve: resolverOf(Object(root)), direction: "response" }));
      }),
      { numRuns: 200 },
    );
  });
});
