import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { BodyMediaType, Schema } from "../../../../templates/packages/core/src/index.ts";
import { later, ok, post, problemOf, quietApp } from "../apps.ts";

type RequestBody = NonNullable<RequestInit["body"]>;

interface Settings {
  body?: Schema;
  consumes?: readonly BodyMediaType[];
  bodyLimitBytes?: number;
  unknownKeys?: "reject" | "strip";
}

/** An app with one route that gives its body back. */
function echo(settings: Settings = {}, options: object = {}) {
  const { body = z.any(), ...rest } = settings;
  return quietApp(options).post(
    "/",
    { auth: "public", request: { body }, responses: ok, ...rest },
    (context) => ({
      status: 200,
      body: { body: context.body ?? null },
    }),
  );
}

function sending(body: RequestBody | null, contentType?: string): RequestInit {
  return { method: "POST", body, headers: contentType === undefined ? {} : { "content-type": contentType } };
}

const bytes = (...values: number[]) => new Uint8Array(values);
const stream = (chunk: string, count: number) => {
  let left = count;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (left-- > 0) controller.enqueue(new TextEncoder().encode(chunk));
      else controller.close();
    },
  });
};
const streamed = (body: ReadableStream, headers: Record<string, string> = {}) =>
  ({
    method: "POST",
    body,
    duplex: "half",
    headers: { "content-type": "application/json", ...headers },
  }) as RequestInit;

describe("the content type", () => {
  it.each([
    ["application/json", 200],
    ["Application/JSON", 200],
    ["application/json; charset=utf-8", 200],
    ['application/json;charset="UTF-8"', 200],
    ["application/json ; charset=UTF8", 200],
    ["application/json; version=1", 200],
    ["application/problem+json", 200],
    ["application/vnd.api+json; charset=utf-8", 200],
    ["application/json; charset=utf-16", 415],
    ["application/json; charset=iso-8859-1", 415],
    ["application/jsonx", 415],
    ["application/json-seq", 415],
    ["xapplication/json", 415],
    ["text/json", 415],
    ["text/plain", 415],
    ["text/plain; application/json", 415],
    ["text/plain+json", 415],
    ["application/+json", 415],
    ["application/x-www-form-urlencoded", 415],
    ["multipart/form-data; boundary=x", 415],
    ["application/json, text/plain", 415],
    ["application/json, application/json", 415],
    ["*/*", 415],
    ["json", 415],
    [";", 415],
  ])("%s is %i", async (contentType, status) => {
    const response = await echo().request("/", sending('{"a":1}', contentType));
    expect(response.status).toBe(status);
    if (status === 415) expect(response.headers.get("accept")).toBe("application/json");
  });

  it.each([
    ["gzip", 415],
    ["identity, gzip", 415],
    ["br", 415],
    ["", 415],
    ["identity", 200],
    ["Identity", 200],
  ])(
    "a content coding of %j is %i: nothing is decoded, and nothing coded is taken as it is",
    async (coding, status) => {
      const init = sending('{"a":1}', "application/json");
      const headers = { "content-type": "application/json", "content-encoding": coding };
      const response = await echo().request("/", { ...init, headers });
      expect([response.status, response.headers.get("accept-encoding")]).toEqual([
        status,
        status === 415 ? "identity" : null,
      ]);
    },
  );

  it("must be there when there is a body", async () => {
    expect((await echo().request("/", sending(bytes(123, 125)))).status).toBe(415);
  });

  it.each<[BodyMediaType, string, unknown]>([
    ["text/plain", "a=1&b", "a=1&b"],
    [
      "application/x-www-form-urlencoded",
      "a=1&a=2&b=%26&toString=x&__proto__=y",
      { a: ["1", "2"], b: "&", toString: "x" },
    ],
    ["application/json", '{"a":[1]}', { a: [1] }],
  ])("%s is parsed where consumes names it, and nowhere else", async (contentType, text, body) => {
    const others = (["text/plain", "application/x-www-form-urlencoded", "application/json"] as const).filter(
      (one) => one !== contentType,
    );
    const good = await echo({ consumes: [contentType] }).request("/", sending(text, contentType));
    expect(await good.json()).toEqual({ body });
    const bad = await echo({ consumes: others }).request("/", sending(text, contentType));
    expect([bad.status, bad.headers.get("accept")]).toEqual([415, others.join(", ")]);
  });
});

describe("the bytes", () => {
  it.each<[string, RequestBody, number, RegExp]>([
    ["no JSON", "{a:1}", 400, /not valid JSON/],
    ["an empty body that says it is JSON", "", 400, /not valid JSON/],
    ["white space", "  ", 400, /not valid JSON/],
    ["two documents", "{}{}", 400, /not valid JSON/],
    ["NaN", "NaN", 400, /not valid JSON/],
    ["a byte that is no UTF-8", bytes(0x22, 0xff, 0x22), 400, /not valid UTF-8/],
    ["a surrogate", bytes(0x22, 0xed, 0xa0, 0x80, 0x22), 400, /not valid UTF-8/],
    ["an overlong NUL", bytes(0x22, 0xc0, 0x80, 0x22), 400, /not valid UTF-8/],
    ["UTF-16", bytes(0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00), 400, /not valid UTF-8/],
    ["a name that comes twice", '{"a":1,"a":2}', 400, /same name twice/],
    ["51 levels", `${"[".repeat(51)}${"]".repeat(51)}`, 400, /nested deeper than 50/],
    ["10,001 keys", `{${Array.from({ length: 10_001 }, () => `"":0`).join()}}`, 400, /10000 members/],
  ])("%s", async (_, body, status, detail) => {
    const response = await echo().request("/", sending(body, "application/json"));
    const problem = await problemOf(response);
    expect([response.status, problem.status]).toEqual([status, status]);
    expect(problem.detail).toMatch(detail);
  });

  it.each<[string, RequestBody, unknown]>([
    ["a byte order mark", bytes(0xef, 0xbb, 0xbf, 0x7b, 0x7d), {}],
    ["50 levels", `${"[".repeat(50)}${"]".repeat(50)}`, JSON.parse(`${"[".repeat(50)}${"]".repeat(50)}`)],
    ["poisoned keys, stripped", '{"__proto__":{"x":1},"constructor":1,"a":{"prototype":1}}', { a: {} }],
    ["poisoned keys in disguise", '{"\\u005f_proto__":{"x":1},"a":1}', { a: 1 }],
  ])("%s is fine", async (_, body, value) => {
    const response = await echo().request("/", sending(body, "application/json"));
    expect(await response.json()).toEqual({ body: value });
  });

  it("limits and poisoned keys are those of the app", async () => {
    const send = (options: object, body: string) =>
      echo({}, options).request("/", sending(body, "application/json"));
    expect((await send({ jsonMaxDepth: 1 }, "[[]]")).status).toBe(400);
    expect((await send({ jsonMaxKeys: 1 }, '{"a":1,"b":2}')).status).toBe(400);
    expect((await send({ poisonedKeys: "reject" }, '{"__proto__":1}')).status).toBe(400);
  });

  it("no body at all is nothing, for the schema to judge", async () => {
    const none = { method: "POST" };
    const strict = echo({ body: z.object({ a: z.string() }) });
    expect((await strict.request("/", none)).status).toBe(422);
    expect(await (await echo({ body: z.object({}).optional() }).request("/", none)).json()).toEqual({
      body: null,
    });
  });
});

describe("the cap", () => {
  const text = (length: number) => JSON.stringify("x".repeat(length - 2));

  it.each([
    ["the default, exactly", {}, {}, 65_536, 200],
    ["the default and one byte", {}, {}, 65_537, 413],
    ["the app's", {}, { bodyLimitBytes: 10 }, 11, 413],
    ["the app's, exactly", {}, { bodyLimitBytes: 10 }, 10, 200],
    ["the route's, larger", { bodyLimitBytes: 100_000 }, {}, 100_000, 200],
    ["the route's, smaller", { bodyLimitBytes: 5 }, {}, 6, 413],
    ["zero", { bodyLimitBytes: 0 }, {}, 2, 413],
  ])("%s", async (_, route, options, length, status) => {
    const app = echo(route, options);
    expect((await app.request("/", sending(text(length), "application/json"))).status).toBe(status);
    expect((await app.request("/", streamed(stream("x".repeat(1), 0)))).status).toBe(400);
    const chunked = streamed(stream(text(length), 1));
    expect((await app.request("/", chunked)).status).toBe(status);
  });

  it("is checked against Content-Length before a byte is read, and by counting where that lies", async () => {
    let read = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          read++;
          controller.enqueue(new Uint8Array(1000));
        },
      },
      { highWaterMark: 0 },
    );
    expect((await echo().request("/", streamed(body, { "content-length": "65537" }))).status).toBe(413);
    expect(read).toBe(0);
    const lying = streamed(stream("x".repeat(1000), 1000), { "content-length": "10" });
    expect((await echo().request("/", lying)).status).toBe(413);
    const garbage = streamed(stream("x".repeat(1000), 1000), { "content-length": "abc" });
    expect((await echo().request("/", garbage)).status).toBe(413);
  });

  it("holds for ctx.request too, and stops reading soon after it", async () => {
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (pulled++ > 500) controller.close();
          else controller.enqueue(new Uint8Array(10_000));
        },
      },
      { highWaterMark: 0 },
    );
    const app = quietApp().post("/", { auth: "public", responses: ok }, async ({ request }) => {
      await request.arrayBuffer();
      return { status: 200 };
    });
    expect((await app.request("/", streamed(body))).status).toBe(413);
    expect(pulled).toBeLessThan(12);
  });
});

describe("a hook that wants the body too", () => {
  const raw: string[] = [];
  it.each([
    ["before it is validated, from a clone", "preBody", true, 200],
    ["before it is validated, from the request itself", "preBody", false, 500],
    ["after it was validated", "beforeHandle", false, 200],
  ] as const)("%s", async (_, phase, clone, status) => {
    raw.length = 0;
    const app = echo().use({
      async [phase]({ request }: { request: Request }) {
        raw.push(await (clone ? request.clone() : request).text());
      },
    });
    const response = await app.request(...post("/", '{"a": 1}'));
    expect(raw).toEqual(['{"a": 1}']);
    expect(response.status).toBe(status);
    if (status === 200) expect(await response.json()).toEqual({ body: { a: 1 } });
  });
});

describe("what the schema refuses", () => {
  const vendors: [string, Schema][] = [
    ["zod", z.object({ name: z.string().min(3), tags: z.array(z.object({ "a/b~": z.number() })) })],
    [
      "valibot",
      v.object({ name: v.pipe(v.string(), v.minLength(3)), tags: v.array(v.object({ "a/b~": v.number() })) }),
    ],
    ["arktype", type({ name: "string >= 3", tags: type({ "a/b~": "number" }).array() })],
  ];

  it.each(vendors)(
    "%s: every fault in one 422, by JSON pointer, unknown keys included",
    async (vendor, body) => {
      const response = await echo({ body }).request(
        ...post("/", { name: "x", tags: [{ "a/b~": "SENTINEL" }], extra: "SENTINEL" }),
      );
      expect(response.status).toBe(422);
      const text = await response.text();
      expect(text).not.toContain("SENTINEL");
      const { errors } = JSON.parse(text) as { errors: { path: string }[] };
      // valibot describes no shapes, and without an output there is nothing to compare the input with
      const unknown = vendor === "valibot" ? [] : ["/body/extra"];
      expect(errors.map(({ path }) => path).sort()).toEqual([
        ...unknown,
        "/body/name",
        "/body/tags/0/a~1b~0",
      ]);
    },
  );

  it("zod: a strict object's unknown keys are named like any other", async () => {
    const body = z.strictObject({ a: z.strictObject({ b: z.number() }) });
    const problem = await problemOf(
      echo({ body }).request(...post("/", { a: { b: 1, "x/y": 1, z: 1 }, c: 1 })),
    );
    const message = "Unknown key";
    expect(problem.errors?.toSorted((one, other) => one.path.localeCompare(other.path))).toEqual([
      { path: "/body/a/x~1y", message },
      { path: "/body/a/z", message },
      { path: "/body/c", message },
    ]);
  });

  it("every fault is named, up to a thousand", async () => {
    const send = async (count: number) =>
      (await problemOf(echo({ body: z.array(z.string()) }).request(...post("/", Array(count).fill(1)))))
        .errors;
    expect(await send(999)).toHaveLength(999);
    expect(await send(30_000)).toHaveLength(1000);
  });

  it.each(vendors)("%s: an unknown key at any depth, alone", async (_, body) => {
    const app = echo({ body });
    const nested = { name: "abc", tags: [{ "a/b~": 1, evil: "SENTINEL" }] };
    const problem = await problemOf(app.request(...post("/", nested)));
    expect(problem.errors).toEqual([{ path: "/body/tags/0/evil", message: "Unknown key" }]);
  });

  it.each(vendors)('%s: unknownKeys "strip" takes them out instead', async (_, body) => {
    const app = echo({ body, unknownKeys: "strip" });
    const sent = { name: "abc", tags: [{ "a/b~": 1, evil: 1 }], extra: 1 };
    expect(await (await app.request(...post("/", sent))).json()).toEqual({
      body: { name: "abc", tags: [{ "a/b~": 1 }] },
    });
  });

  const sentinels: [string, Schema, unknown][] = [
    ["zod email", z.email(), "SENTINEL"],
    ["zod enum", z.enum(["a", "b"]), "SENTINEL"],
    ["zod literal", z.literal(5), "SENTINEL"],
    ["zod regex", z.string().regex(/^\d+$/), "SENTINEL"],
    ["zod union", z.union([z.number(), z.boolean()]), "SENTINEL"],
    [
      "zod discriminated union",
      z.discriminatedUnion("kind", [z.object({ kind: z.literal("a") })]),
      { kind: "SENTINEL" },
    ],
    ["zod date", z.iso.date(), "SENTINEL"],
    ["zod coerced number", z.coerce.number(), "SENTINEL"],
    ["zod url", z.url(), "SENTINEL"],
    ["valibot email", v.pipe(v.string(), v.email()), "SENTINEL"],
    ["valibot regex", v.pipe(v.string(), v.regex(/^\d+$/)), "SENTINEL"],
    ["valibot uuid", v.pipe(v.string(), v.uuid()), "SENTINEL"],
    ["valibot picklist", v.picklist(["a", "b"]), "SENTINEL"],
    ["valibot literal", v.literal("a"), "SENTINEL"],
    ["valibot variant", v.variant("kind", [v.object({ kind: v.literal("a") })]), { kind: "SENTINEL" }],
    ["valibot union", v.union([v.number(), v.boolean()]), "SENTINEL"],
    ["valibot length", v.pipe(v.string(), v.maxLength(3)), "SENTINEL"],
    ["valibot starts with", v.pipe(v.string(), v.startsWith("x")), "SENTINEL"],
    ["valibot ip", v.pipe(v.string(), v.ip()), "SENTINEL"],
    ["valibot strict object", v.strictObject({ a: v.number() }), { a: "SENTINEL" }],
    ["arktype email", type("string.email"), "SENTINEL"],
    ["arktype literal", type("'a' | 'b'"), "SENTINEL"],
    ["arktype regex", type(/^\d+$/), "SENTINEL"],
    ["arktype length", type("string <= 3"), "SENTINEL"],
    ["arktype number", type("number"), "SENTINEL"],
    ["arktype union", type("number | boolean"), "SENTINEL"],
    ["arktype discriminated", type({ k: "'a'", n: "1" }).or({ k: "'b'", n: "2" }), { k: "SENTINEL", n: 1 }],
    ["arktype branch", type({ k: "'a'", n: "1" }).or({ k: "'b'", n: "2" }), { k: "a", n: "SENTINEL" }],
    ["arktype nested union", type({ list: "('a' | 'b' | number < 5)[]" }), { list: ["SENTINEL"] }],
    ["arktype intersection", type("string.lower & string <= 3"), "SENTINEL"],
    ["arktype predicate", type("string").narrow((_, ctx) => ctx.mustBe("a code of the office")), "SENTINEL"],
    ["arktype parse", type("string.numeric.parse"), "SENTINEL"],
    ["arktype url", type("string.url"), "SENTINEL"],
  ];
  it.each(sentinels)("%s never says what was sent, and says something", async (_, schema, value) => {
    const refused = await echo({ body: schema }).request(...post("/", JSON.stringify(value)));
    expect(refused.status).toBe(422);
    const text = await refused.text();
    expect(text).not.toContain("SENTINEL");
    expect((JSON.parse(text) as { errors: { message: string }[] }).errors[0]?.message.length).toBeGreaterThan(
      5,
    );
  });

  it("valibot: the author's own words are kept, where they do not quote", async () => {
    const schema = v.pipe(
      v.string(),
      v.check((text) => text === "x", "Ask the office for a code"),
    );
    const problem = await problemOf(echo({ body: schema }).request(...post("/", '"SENTINEL"')));
    expect(problem.errors).toEqual([{ path: "/body", message: "Ask the office for a code" }]);
  });
});

it("params, query and headers fail together in one 422, before the body is read", async () => {
  let authorized = 0;
  const number = z.object({ n: z.coerce.number() });
  const app = quietApp()
    .use({
      preBody(context) {
        context.state["user"] = {};
      },
    })
    .route({
      method: "POST",
      path: "/:n",
      auth: "public",
      request: {
        params: number,
        query: number,
        headers: z.object({ "x-n": z.literal("1") }),
        body: z.string(),
      },
      responses: ok,
      authorize: () => ++authorized > 0,
      handler: ({ params, query, headers }) => ({ status: 200, body: { params, query, headers } }),
    });
  const bad = await problemOf(app.request("/SENTINEL?n=SENTINEL", { ...sending("{", "application/json") }));
  expect(bad.errors?.map(({ path }) => path)).toEqual(["/params/n", "/query/n", "/headers/x-n"]);
  expect(JSON.stringify(bad)).not.toContain("SENTINEL");
  expect(authorized).toBe(0);
  const headers = { "content-type": "application/json", "X-N": "1" };
  const good = await app.request("/1?n=2&other=3", { method: "POST", headers, body: '"x"' });
  expect(await good.json()).toEqual({ params: { n: 1 }, query: { n: 2 }, headers: { "x-n": "1" } });
  expect(authorized).toBe(1);
});

it("asynchronous schemas are awaited, wherever they stand", async () => {
  const slow = z.object({ n: z.coerce.number().refine(async (n) => later(n < 5)) });
  const app = quietApp().post(
    "/:n",
    { auth: "public", request: { params: slow, query: slow, body: slow }, responses: ok },
    ({ params, query, body }) => ({ status: 200, body: [params.n, query.n, body.n] }),
  );
  expect(await (await app.request(...post("/1?n=2", { n: 3 }))).json()).toEqual([1, 2, 3]);
  const parts = await problemOf(app.request(...post("/6?n=7", { n: 3 })));
  expect(parts.errors).toHaveLength(2);
  const unknown = await problemOf(app.request(...post("/1?n=2", { n: 8, x: 1 })));
  expect(unknown.errors?.map(({ path }) => path)).toEqual(["/body/n", "/body/x"]);
});

describe("authorize", () => {
  const app = (authorize: object | (() => unknown)) =>
    quietApp()
      .use({
        preBody(context) {
          const user = context.head.headers.get("x-user");
          if (user !== null) context.state["user"] = { user };
        },
      })
      .get(
        "/:id",
        {
          request: { params: z.object({ id: z.string() }) },
          responses: ok,
          authorize: authorize as () => boolean,
        },
        () => ({
          status: 200,
          body: "mine",
        }),
      );
  const as = (one: ReturnType<typeof app>, user?: string) =>
    one.request("/7", user === undefined ? {} : { headers: { "x-user": user } });
  const check = ({ user, params }: { user: { user: string }; params: { id: string } }) =>
    user.user === "ann" && params.id === "7";

  it.each([
    ["a function that agrees", check, "ann", 200],
    ["a function that refuses", check, "bob", 403],
    ["a promise", async (context: Parameters<typeof check>[0]) => later(check(context)), "bob", 403],
    ["a hidden object", { check, hide: true }, "bob", 404],
    ["an object that is not hidden", { check }, "bob", 403],
    ["everyone", { any: "public catalogue" }, "bob", 200],
    ["a truthy answer that is not true", () => 1, "ann", 403],
    ["an answer that was forgotten", () => undefined, "ann", 403],
    ["a promise of something truthy", async () => "yes", "ann", 403],
    ["nobody signed in", check, undefined, 401],
  ])("%s", async (_, authorize, user, status) => {
    expect((await as(app(authorize), user)).status).toBe(status);
  });

  it("a hidden refusal is the 404 of an object that is not there", async () => {
    const hidden = await problemOf(as(app({ check, hide: true }), "bob"));
    expect({ ...hidden, instance: "" }).toEqual({
      type: "https://daloyjs.dev/errors/not-found",
      title: "Not Found",
      status: 404,
      instance: "",
    });
  });
});
