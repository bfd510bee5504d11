import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { App } from "../../../../templates/packages/core/src/app/app.ts";
import { createInProcessClient } from "../../../../templates/packages/core/src/client/index.ts";
import { runContractTests } from "../../../../templates/packages/core/src/contract/index.ts";
import { route, routes, type Schema } from "../../../../templates/packages/core/src/index.ts";
import { ok, problemOf, quietApp } from "../apps.ts";

/** What `@valibot/to-json-schema` says of the schema below. */
const toJsonSchema = () => ({
  type: "object",
  properties: {
    page: { type: "number", minimum: 1 },
    open: { type: "boolean" },
    tags: { type: "array", items: { type: "string" } },
  },
  required: ["page", "open", "tags"],
});

const vendors: [string, Schema][] = [
  ["zod", z.object({ page: z.number().min(1), open: z.boolean(), tags: z.array(z.string()) })],
  ["arktype", type({ page: "number >= 1", open: "boolean", tags: "string[]" })],
  [
    "valibot",
    v.object({ page: v.pipe(v.number(), v.minValue(1)), open: v.boolean(), tags: v.array(v.string()) }),
  ],
];
const form = "application/x-www-form-urlencoded";

describe.each(vendors)("%s: text is what the schema says", (_, schema) => {
  const inner = quietApp({ env: "test" }).post(
    "/form",
    { operationId: "form", consumes: [form, "application/json"], request: { body: schema }, responses: ok },
    ({ body }) => ({ status: 200, body }),
  );
  const app = new App({ env: "test", logger: false, openapi: { toJsonSchema } })
    .get("/query", { operationId: "query", request: { query: schema }, responses: ok }, ({ query }) => ({
      status: 200,
      body: query,
    }))
    .mount("/inner", inner);
  const send = (body: string, contentType = form) =>
    app.request("/inner/form", { method: "POST", body, headers: { "content-type": contentType } });

  it("in a query", async () => {
    expect(await (await app.request("/query?page=2&open=true&tags=a")).json()).toEqual({
      page: 2,
      open: true,
      tags: ["a"],
    });
    expect((await app.request("/query?page=0&open=true&tags=a")).status).toBe(422);
    expect((await app.request("/query?page=two&open=1&tags=a")).status).toBe(422);
  });

  it("in a form, and only there", async () => {
    expect(await (await send("page=2&open=false&tags=a&tags=b")).json()).toEqual({
      page: 2,
      open: false,
      tags: ["a", "b"],
    });
    const unknown = await problemOf(send("page=2&open=false&tags=a&admin=true"));
    expect(unknown.errors?.map(({ path }) => path)).toEqual(["/body/admin"]);
    expect((await send('{"page":"2","open":true,"tags":[]}', "application/json")).status).toBe(422);
  });

  it("and the contract tests know it", async () => {
    expect((await runContractTests(app as App, { fuzz: { runs: 60 } })).issues).toEqual([]);
  });
});

it("the client's form arrives with one item as with two", async () => {
  const record = routes({
    subscribe: route({
      method: "POST",
      path: "/",
      auth: "public",
      consumes: [form],
      request: { body: z.object({ topics: z.array(z.string()), days: z.int() }) },
      responses: { 200: { body: z.object({ topics: z.array(z.string()), days: z.int() }) } },
      handler: ({ body }) => ({ status: 200, body }),
    }),
  });
  const client = createInProcessClient(quietApp().routes(record));
  for (const topics of [["a"], ["a", "b"]]) {
    const { body } = await client.subscribe({ body: { topics, days: 3 } });
    expect(body).toEqual({ topics, days: 3 });
  }
});
