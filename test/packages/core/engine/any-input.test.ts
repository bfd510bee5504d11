import { type } from "arktype";
import fc from "fast-check";
import * as v from "valibot";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import type { RequestSchemas } from "../../../../templates/packages/core/src/index.ts";
import { anyText } from "../../../support/any-text.ts";
import { later, ok, quietApp } from "../apps.ts";

const unheard: unknown[] = [];
const hear = (reason: unknown) => void unheard.push(reason);
beforeAll(() => void process.on("unhandledRejection", hear));
afterAll(() => void process.off("unhandledRejection", hear));

const Tree = z.object({
  name: z.string().max(5),
  get kids() {
    return z.array(Tree).optional();
  },
});
const zodBody = z.object({
  a: z.string().trim(),
  n: z.number().optional(),
  tree: Tree.optional(),
  kind: z.discriminatedUnion("t", [
    z.object({ t: z.literal("x"), x: z.number() }),
    z.object({ t: z.literal("y") }),
  ]),
  map: z.record(z.string(), z.object({ v: z.int() })).optional(),
  late: z
    .string()
    .refine(async (text) => later(text !== "no"))
    .optional(),
  at: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .optional(),
});
const known = Object.keys(zodBody.shape);
/** The parser has dropped the others. */
const harmless = (key: string) => !["__proto__", "constructor", "prototype"].includes(key);
const zodParts = z.object({ a: z.coerce.number().optional(), b: z.array(z.boolean()).optional() });

const schemas: Record<string, RequestSchemas> = {
  zod: { params: z.object({ id: z.string().max(9) }), query: zodParts, headers: zodParts, body: zodBody },
  valibot: {
    params: v.object({ id: v.pipe(v.string(), v.maxLength(9)) }),
    query: v.object({ a: v.optional(v.pipe(v.string(), v.decimal())) }),
    body: v.unionAsync([
      v.object({ a: v.string(), n: v.optional(v.number()) }),
      v.record(v.pipe(v.string(), v.toLowerCase()), v.number()),
      v.pipeAsync(
        v.object({ late: v.string() }),
        v.checkAsync(({ late }) => later(late !== "no")),
      ),
    ]),
  },
  arktype: {
    params: type({ id: "string < 9" }),
    query: type({ "a?": "string.numeric.parse", "b?": "boolean[]" }),
    body: type({ a: "string", "n?": "number" }).or({ kind: { t: "'x'", "[string]": "unknown" } }),
  },
  forms: { body: z.object({ a: z.string(), b: z.array(z.number()).optional() }) },
};

const app = quietApp({ env: "test" });
for (const [name, request] of Object.entries(schemas)) {
  const consumes =
    name === "forms"
      ? (["application/x-www-form-urlencoded", "text/plain"] as const)
      : (["application/json"] as const);
  const path = request.params ? `/${name}/:id` : `/${name}`;
  app.post(path, { request, consumes, responses: ok }, ({ body }) => ({ status: 200, body }));
}

const names = [
  "a",
  "b",
  "n",
  "t",
  "x",
  "late",
  "kind",
  "tree",
  "kids",
  "map",
  "v",
  "at",
  "__proto__",
  "constructor",
  "toString",
  "length",
  "",
];
const name = fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 3 }));
const leaf = fc.oneof(
  fc.constantFrom<unknown>("x", "y", "no", "2020-01-01T00:00:00Z", 1, -0, 1e308, true, null, ""),
  fc.string(),
  fc.double(),
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    leaf,
    fc.array(tie("json"), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie("json")), { maxLength: 6 }).map((pairs) => Object.fromEntries(pairs)),
  ),
}));
const body = fc.oneof(
  json.map((value) => JSON.stringify(value) ?? "null"),
  fc
    .record(
      { a: leaf, kind: fc.constantFrom({ t: "x", x: 1 }, { t: "y" }), extra: json },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '{"__proto__":{"a":1}}',
    '{"a":1,"a":2}',
    "\uFEFF{}",
    '{"a":"\\ud800"}',
    "[".repeat(200),
    "a=1&a=2&b=3&__proto__=4",
    "",
  ),
  anyText(),
);
const bytes = fc.oneof(
  body.map((text) => new TextEncoder().encode(text)),
  fc.uint8Array({ maxLength: 40 }),
);
const contentType = fc.oneof(
  { weight: 4, arbitrary: fc.constant("application/json") },
  fc.constantFrom(
    "application/x-www-form-urlencoded",
    "text/plain",
    "application/a+json; charset=utf-8",
    "text/html",
    "",
  ),
);
const segment = fc.oneof(
  fc.constantFrom("1", "%2e%2e", "%2F", "%zz", "%", "%00", "a%20b", "…"),
  fc.string({ maxLength: 12 }),
);
const pair = fc.tuple(
  name,
  fc.oneof(fc.constantFrom("1", "true", "", "NaN", "%zz", "1e999"), fc.string({ maxLength: 5 })),
);

it("no input gives a 500, an unheard rejection or an unknown key", { timeout: 120_000 }, async () => {
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(schemas)),
      segment,
      fc.array(pair, { maxLength: 4 }),
      contentType,
      bytes,
      async (schema, id, query, type, content) => {
        const search = query.map(([key, value]) => `${key}=${value}`).join("&");
        const path = schema === "forms" ? "/forms" : `/${schema}/${encodeURI(id).replaceAll("%25", "%")}`;
        const url = new URL(`http://localhost${path}?${search}`);
        const headers: Record<string, string> = { a: "1", b: "true" };
        if (type !== "") headers["content-type"] = type;
        const response = await app.fetch(
          new Request(url, { method: "POST", headers, body: new Uint8Array(content) }),
        );
        statuses.add(response.status);
        const text = await response.text();
        if (response.status !== 200) {
          expect([400, 404, 413, 415, 422]).toContain(response.status);
          expect(JSON.parse(text)).toMatchObject({ status: response.status });
        } else if (schema === "zod") {
          const sent: unknown = JSON.parse(new TextDecoder().decode(content));
          expect(known).toEqual(expect.arrayContaining(Object.keys(Object(sent)).filter(harmless)));
        }
      },
    ),
    { numRuns: 1000 },
  );
  await later(0, 20);
  expect(unheard).toEqual([]);
  // it has been everywhere
  for (const status of [200, 400, 415, 422]) expect(statuses).toContain(status);
});
