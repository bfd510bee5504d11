import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { App } from "../../../../templates/packages/core/src/app/app.ts";
import {
  type ContractIssue,
  runContractTests,
} from "../../../../templates/packages/core/src/contract/index.ts";
import { HttpError, NotFoundError } from "../../../../templates/packages/core/src/errors/http-error.ts";
import { bearerAuth } from "../../../../templates/packages/core/src/middleware/bearer-auth.ts";
import type { ToJsonSchema } from "../../../../templates/packages/core/src/openapi/describe.ts";
import { rateLimit } from "../../../../templates/packages/core/src/rate-limit/rate-limit.ts";
import type { RequestSchemas } from "../../../../templates/packages/core/src/route/route.ts";
import type { Schema } from "../../../../templates/packages/core/src/validation/standard-schema.ts";

const newApp = (toJsonSchema?: ToJsonSchema) =>
  new App({ env: "production", logger: false, openapi: { toJsonSchema } });
const ok = { 200: {} };
const done = () => ({ status: 200 as const });
const open = { auth: "public" as const };

async function fuzz(app: App, more: object = {}): Promise<readonly ContractIssue[]> {
  return (await runContractTests(app, { fuzz: { runs: 100, seed: 1, ...more } })).issues;
}

const messages = (issues: readonly ContractIssue[]) =>
  issues.map(({ level, message }) => `${level}: ${message}`);
const said = (pattern: RegExp) => [expect.stringMatching(pattern)];

describe("a good app over three vendors has no issue", () => {
  const zodBook = z.object({
    title: z.string().min(1).max(50),
    pages: z.int().min(1).default(1),
    price: z.number().multipleOf(0.5).optional(),
    kind: z.enum(["novel", "poetry"]),
    tags: z.array(z.string()).max(3),
    by: z.union([z.string(), z.object({ name: z.string() })]),
    at: z.iso.datetime(),
    id: z.uuid(),
    notes: z.record(z.string(), z.number()).optional(),
    subtitle: z.string().nullable(),
    pair: z.tuple([z.string(), z.number()]),
    count: z
      .string()
      .regex(/^\d+$/)
      .transform(Number)
      .optional()
      .meta({ examples: ["12"] }),
  });
  const ZodTree = z.object({
    name: z.string(),
    get children() {
      return z.array(ZodTree).max(2);
    },
  });
  const arkBook = type({
    title: "1 <= string <= 50",
    "pages?": "number.integer >= 1",
    kind: "'novel' | 'poetry'",
    by: type("string").or({ name: "string" }),
    tags: "string[]",
  });
  const valibotBook = v.object({
    title: v.pipe(v.string(), v.minLength(1)),
    pages: v.optional(v.number(), 1),
  });
  const toJsonSchema: ToJsonSchema = () => ({
    type: "object",
    properties: { title: { type: "string", minLength: 1 }, pages: { type: "number", default: 1 } },
    required: ["title"],
  });

  const echo = (body: Schema, more: object = {}) => {
    const app = newApp(toJsonSchema);
    const responses = { 200: { body: z.looseObject({}) } };
    app.post("/", { operationId: "a", ...open, request: { body }, responses, ...more }, ({ body: sent }) => ({
      status: 200,
      body: sent as Record<string, unknown>,
    }));
    return app;
  };

  test.each([
    ["zod", echo(zodBook)],
    ["zod, recursive", echo(ZodTree)],
    ["zod, unknown keys stripped", echo(zodBook, { unknownKeys: "strip" })],
    ["arktype", echo(arkBook)],
    ["valibot", echo(valibotBook)],
    [
      "a union",
      echo(
        z.discriminatedUnion("k", [
          z.object({ k: z.literal("a") }),
          z.object({ k: z.literal("b"), n: z.number() }),
        ]),
      ),
    ],
    [
      "an intersection",
      echo(z.intersection(z.object({ a: z.string() }).meta({ id: "A" }), z.object({ b: z.number() }))),
    ],
    [
      "a form",
      echo(z.object({ user: z.string(), roles: z.array(z.string()).min(2).optional() }), {
        consumes: ["application/x-www-form-urlencoded"],
      }),
    ],
  ])("%s", async (_, app) => {
    expect(await fuzz(app)).toEqual([]);
  });

  test.each<[string, RequestSchemas]>([
    [
      "zod",
      {
        params: z.object({ id: z.uuid() }),
        query: z.object({
          limit: z.coerce.number().int().min(1),
          on: z.stringbool().optional(),
          list: z.array(z.string()).optional(),
        }),
        headers: z.object({ "x-tenant": z.string().min(1), "x-n": z.coerce.number().optional() }),
      },
    ],
    [
      "arktype",
      {
        params: type({ id: "string.numeric.parse" }),
        query: type({ "limit?": "number.integer", "kind?": "'a' | 'b'" }),
        headers: type({ "x-tenant": "string > 0" }),
      },
    ],
    ["valibot", { params: v.object({ id: v.string() }), query: v.object({ q: v.string() }) }],
  ])("params, query and headers of %s", async (_, request) => {
    const app = newApp((schema) =>
      schema === request.params
        ? { type: "object", properties: { id: { type: "string" } }, required: ["id"] }
        : { type: "object", properties: { q: { type: "string" } }, required: ["q"] },
    );
    app.get("/a/:id", { operationId: "a", request, responses: { 200: {}, 404: {} } }, done);
    app.get("/a/b", { operationId: "b", responses: ok }, done);
    expect((await fuzz(app)).filter(({ message }) => !message.startsWith("No generated"))).toEqual([]);
  });

  test("text, wildcards, problems that are declared, limits, statuses without a body", async () => {
    const app = newApp();
    const text = { ...open, consumes: ["text/plain"] as const, request: { body: z.string() } };
    app.post("/text", { operationId: "a", ...text, responses: { 204: {} } }, () => ({ status: 204 }));
    app.get(
      "/files/*",
      {
        operationId: "b",
        request: { params: z.object({ "*": z.string() }) },
        responses: { 200: {}, 404: {} },
      },
      () => {
        throw new NotFoundError();
      },
    );
    app.get("/full", { operationId: "c", responses: { 200: {}, 503: {} } }, () => ({ status: 503 }));
    app.get(
      "/limited",
      { operationId: "d", hooks: rateLimit({ windowMs: 60_000, max: 3 }), responses: ok },
      done,
    );
    expect(await fuzz(app)).toEqual([]);
  });
});

describe("an answer that says that the server is at fault", () => {
  const declared = { 200: {}, 500: {}, 502: {}, 503: { body: z.object({ why: z.string() }) }, 507: {} };
  const answering = (responses: typeof declared | typeof ok, handler: () => Response) =>
    fuzz(newApp().get("/", { operationId: "a", responses }, handler));
  const thrown = (status: number) => () => {
    throw new HttpError(status, "the other side is away");
  };
  const crash = () => {
    throw new Error("crash");
  };

  test.each<[string, () => Response]>([
    ["502, thrown", thrown(502)],
    ["503, thrown", thrown(503)],
    ["507, thrown", thrown(507)],
    ["503, returned", () => Response.json({ why: "full" }, { status: 503 })],
    ["500, returned", () => Response.json({ why: "known" }, { status: 500 })],
  ])("is none where the route declares it: %s", async (_, handler) => {
    expect(await answering(declared, handler)).toEqual([]);
    expect(messages(await answering(ok, handler))).toEqual(said(/^error: GET \/ is answered with 50\d \(/));
  });

  test("a declared one keeps to its schema", async () => {
    const issues = await answering(declared, () => Response.json({ why: 5 }, { status: 503 }));
    expect(messages(issues)).toEqual(said(/is answered with 503, and the body breaks its schema at \/why/));
  });

  test.each([
    ["a crash", crash],
    ["504, which is another", thrown(504)],
  ])("is one all the same: %s", async (_, handler) => {
    expect(messages(await answering(declared, handler))).toEqual(
      said(/^error: GET \/ is answered with 50[04] \(/),
    );
  });
});

describe("a planted fault is found", () => {
  const body = z.object({ title: z.string().max(20), pages: z.number().optional() });

  test("a handler that throws for some valid input", async () => {
    const app = newApp().post(
      "/",
      { operationId: "a", ...open, request: { body }, responses: ok },
      (context) => {
        if (context.body.pages === undefined) throw new Error("SECRET");
        return { status: 200 };
      },
    );
    const issues = await fuzz(app);
    expect(issues).toMatchObject([{ level: "error", route: "POST /" }]);
    expect(messages(issues)).toEqual(
      said(/^error: POST \/ \{"title":".*"\} is answered with 500 \(seed 1, run \d+\)\.$/),
    );
  });

  test("a response that breaks its schema", async () => {
    const app = newApp().get("/", { operationId: "a", responses: { 200: { body: z.number() } } }, () => ({
      status: 200,
      body: "text" as unknown as number,
    }));
    expect(messages(await fuzz(app))).toEqual(said(/is answered with 500/));
  });

  test.each([
    [
      "a status that is not declared",
      () => Response.json(1, { status: 202 }),
      /is answered with 202, which the route does not declare/,
    ],
    [
      "a body that breaks its schema",
      () => Response.json({ n: "1" }),
      /is answered with 200, and the body breaks its schema at \/n: /,
    ],
    [
      "a body that is no JSON",
      () => new Response("{", { headers: { "content-type": "application/json" } }),
      /the body breaks its schema at \/: /,
    ],
    [
      "a body of another type",
      () => new Response("<p>"),
      /is answered with 200 as text\/plain; its schema means JSON/,
    ],
    ["a missing header", () => Response.json({ n: 1 }), /is answered with 200 without the header "x-total"/],
  ])("a Response with %s", async (name, handler, message) => {
    const headers = name === "a missing header" ? { headers: z.object({ "x-total": z.string() }) } : {};
    const responses = { 200: { body: z.object({ n: z.number() }), ...headers } };
    const app = newApp().get("/", { operationId: "a", responses }, handler);
    expect(messages(await fuzz(app))).toEqual(said(message));
  });

  test("a problem that is not declared is a warning", async () => {
    const app = newApp().get("/", { operationId: "a", responses: ok }, () => {
      throw new NotFoundError();
    });
    const report = await runContractTests(app, { fuzz: {} });
    expect(report.ok).toBe(true);
    expect(messages(report.issues)).toEqual(said(/^warning: GET \/ is answered with the problem 404, which/));
  });

  // what answers before anything is validated, such as a cache, makes every input good
  test.each<[string, string, RequestSchemas]>([
    ["params", "/:id", { params: z.object({ id: z.uuid() }) }],
    ["query", "/", { query: z.object({ limit: z.coerce.number().int().max(10) }) }],
    ["headers", "/", { headers: z.object({ "x-n": z.coerce.number().min(5) }) }],
    ["a body", "/", { body }],
    ["a body", "/", { body: type({ title: "string", pages: "number > 3" }) }],
  ])("an accepted fault of %s", async (part, path, request) => {
    const app = newApp();
    const hooks = { preBody: () => ({ status: 200 }) };
    app.post(path, { operationId: "a", ...open, hooks, request, responses: { 200: {}, 404: {} } }, done);
    expect(messages(await fuzz(app))).toEqual(
      said(new RegExp(`^error: POST /.* has ${part} that its schema refuses, and is answered with 200`)),
    );
  });
});

describe("routes behind authentication", () => {
  const token = crypto.randomUUID() + crypto.randomUUID();
  const app = newApp().post(
    "/",
    {
      operationId: "a",
      auth: { scheme: "bearer" },
      hooks: bearerAuth({ tokens: [token] }),
      request: { body: z.object({ n: z.number() }) },
      responses: ok,
    },
    ({ body }) => {
      if (body.n > 0) throw new Error("found");
      return { status: 200 };
    },
  );

  test("without a principal nothing was tried, and that is said", async () => {
    expect(messages(await fuzz(app))).toEqual([
      "warning: Every generated request was refused with 401 or 403; give fuzz.headers a principal.",
    ]);
  });

  test("with one they are; the credential is in no message", async () => {
    const found = messages(await fuzz(app, { headers: { authorization: `Bearer ${token}` } }));
    expect(found).toEqual(said(/is answered with 500/));
    expect(found.join()).not.toContain(token);
  });
});

describe("what cannot be generated", () => {
  const isbn = z.string().regex(/^97[89]\d{10}$/);
  const appWith = (schema: z.ZodType) =>
    newApp().get(
      "/",
      { operationId: "a", request: { query: z.object({ isbn: schema }) }, responses: ok },
      () => {
        throw new Error("reached");
      },
    );

  test("is said, so that no silence passes for a proof", async () => {
    expect(messages(await fuzz(appWith(isbn)))).toEqual(said(/^warning: No generated request was valid/));
  });

  test("is taken from the schema's examples", async () => {
    const issues = await fuzz(appWith(isbn.meta({ examples: ["9781119642787"] })));
    expect(messages(issues)).toEqual(said(/^error: GET \/\?isbn=9781119642787 is answered with 500/));
  });
});

describe("a seed", () => {
  const seen: string[] = [];
  const app = newApp();
  const request = {
    body: z.object({ a: z.string(), b: z.array(z.number()) }),
    query: z.object({ q: z.string().optional() }),
  };
  app.post(
    "/",
    {
      operationId: "a",
      ...open,
      request,
      responses: ok,
      hooks: { onRequest: ({ url }) => void seen.push(url) },
    },
    ({ body }) => {
      seen.push(JSON.stringify(body));
      return { status: 200 };
    },
  );
  const requests = async (seed: number) => {
    seen.length = 0;
    await fuzz(app, { seed, runs: 30 });
    return seen.join();
  };

  test("makes the same requests again, another one makes others", async () => {
    const first = await requests(7);
    expect(await requests(7)).toBe(first);
    expect(await requests(8)).not.toBe(first);
  });

  test("does not depend on the other routes", async () => {
    const first = await requests(7);
    const both = newApp().get("/other", { operationId: "o", responses: ok }, done).mount("/", app);
    seen.length = 0;
    await fuzz(both as App, { seed: 7, runs: 30 });
    expect(seen.join()).toBe(first);
  });
});
