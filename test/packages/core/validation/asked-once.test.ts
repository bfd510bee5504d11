import { type } from "arktype";
import * as v from "valibot";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { z as zod3 } from "zod/v3";
import { runContractTests } from "../../../../templates/packages/core/src/contract/index.ts";
import { askedOnce } from "../../../../templates/packages/core/src/validation/asked-once.ts";
import { isStandardSchema } from "../../../../templates/packages/core/src/validation/standard-schema.ts";
import { later, ok, post, quietApp } from "../apps.ts";

let calls = 0;
const unheard: unknown[] = [];
const hear = (reason: unknown) => void unheard.push(reason);
const good = async () => later(++calls > 0);
const bad = async (): Promise<boolean> => {
  calls++;
  throw new Error("the database is away");
};
const boom = (): boolean => {
  throw new Error("a bug");
};

beforeAll(() => void process.on("unhandledRejection", hear));
afterAll(() => void process.off("unhandledRejection", hear));
beforeEach(() => {
  calls = 0;
  unheard.length = 0;
});
const settled = () => later(0, 20);

const inside: Record<string, (check: () => Promise<boolean>) => z.ZodType> = {
  "a refinement": (check) => z.object({ a: z.string().refine(check) }),
  "a superRefine": (check) => z.object({ a: z.string().superRefine(async () => void (await check())) }),
  "a check of an object": (check) => z.object({ a: z.string() }).refine(check),
  "a transform": (check) =>
    z.object({ a: z.string().transform(async (text) => ((await check()) ? text : "")) }),
  "a preprocess": (check) =>
    z.object({ a: z.preprocess(async (text) => ((await check()) ? text : ""), z.promise(z.string())) }),
  "a codec": (check) =>
    z.object({
      a: z.codec(z.string(), z.string(), {
        decode: async (text) => ((await check()) ? text : ""),
        encode: (text) => text,
      }),
    }),
  "a custom schema": (check) => z.object({ a: z.custom(check) }),
  "a union": (check) => z.object({ a: z.union([z.number(), z.string().refine(check)]) }),
  "a list": (check) => z.object({ a: z.string(), b: z.array(z.string().refine(check)) }),
  "a record": (check) => z.record(z.string(), z.string().refine(check)),
  "a lazy schema": (check) => z.object({ a: z.lazy(() => z.string().refine(check)) }),
  "a recursive schema": (check) => {
    const Node = z.object({
      a: z.string().refine(check),
      get next() {
        return Node.optional();
      },
    });
    return Node;
  },
  "the rest of a tuple": (check) =>
    z.object({ a: z.string(), b: z.tuple([z.string()], z.string().refine(check)) }),
  "a catchall": (check) => z.object({}).catchall(z.string().refine(check)),
  "a field called defaultValue": (check) =>
    z.object({
      a: z.string(),
      defaultValue: z.string().refine(check).prefault("x"),
      type: z.string().default("default"),
    }),
  "an intersection": (check) =>
    z.intersection(z.object({ a: z.string() }), z.object({ a: z.string().refine(check) })),
};

describe("a function inside a schema of zod is asked once, and heard", () => {
  const bodyFor = (name: string) => ({
    a: "x",
    ...(name === "a list" && { b: ["x"] }),
    ...(name.endsWith("tuple") && { b: ["x", "x"] }),
  });
  const appWith = (body: z.ZodType) =>
    quietApp().post("/", { auth: "public", request: { body }, responses: ok }, () => ({ status: 200 }));

  test.each(Object.entries(inside))("%s", async (name, make) => {
    expect((await appWith(make(good)).request(...post("/", bodyFor(name)))).status).toBe(200);
    expect(calls).toBe(1);
    expect((await appWith(make(bad)).request(...post("/", bodyFor(name)))).status).toBe(500);
    await settled();
    expect(unheard).toEqual([]);
  });

  test("and so is one of zod 3", async () => {
    const app = quietApp().post(
      "/",
      { auth: "public", request: { body: zod3.object({ a: zod3.string().refine(bad) }) }, responses: ok },
      () => ({ status: 200 }),
    );
    expect((await app.request(...post("/", { a: "x" }))).status).toBe(500);
    await settled();
    expect([calls, unheard.length]).toEqual([1, 0]);
  });

  test("in params, query and headers, beside a part that throws", async () => {
    const schema = z.object({ n: z.string().refine(bad) });
    const app = quietApp().get(
      "/:n",
      { request: { params: schema, query: schema, headers: v.pipe(v.any(), v.check(boom)) }, responses: ok },
      () => ({ status: 200 }),
    );
    expect((await app.request("/1?n=2")).status).toBe(500);
    await settled();
    expect(unheard).toEqual([]);
  });

  test("in a response, and in what contract tests ask", async () => {
    const app = quietApp().get(
      "/",
      {
        operationId: "a",
        responses: { 200: { body: z.string().refine(bad), examples: { one: { value: "x" } } } },
      },
      () => ({ status: 200, body: "x" }),
    );
    expect((await app.request("/")).status).toBe(500);
    await expect(runContractTests(app)).rejects.toThrow("the database is away");
    await settled();
    expect([calls, unheard.length]).toEqual([2, 0]);
  });

  test("when keys are unknown, although it is then asked again", async () => {
    const body = z.object({ a: z.string().refine(async () => (calls > 0 ? bad() : good())) });
    expect((await appWith(body).request(...post("/", { a: "x", b: 1 }))).status).toBe(422);
    await settled();
    expect(unheard).toEqual([]);
  });
});

test.each<[string, object]>([
  [
    "zod without functions of one's own",
    z.object({ a: z.email().trim().min(1).default("a"), b: z.int().catch(1) }),
  ],
  ["arktype", type({ a: "string" })],
  ["valibot", v.object({ a: v.string() })],
  ["asynchronous valibot", v.objectAsync({ a: v.pipeAsync(v.string(), v.checkAsync(good)) })],
])("%s is asked in its own way", (_, schema) => {
  if (!isStandardSchema(schema)) throw new Error("no schema");
  expect(askedOnce(schema)).toBe(schema);
});

test("to find out, no default is made: where there is no request, randomness may be forbidden", () => {
  const boom = () => {
    throw new Error("made too soon");
  };
  expect(() =>
    askedOnce(z.object({ a: z.string().default(boom), b: z.string().prefault(boom) })),
  ).not.toThrow();
});
