import { describe, expect, it } from "vitest";
import { z } from "zod";
import { contractFindings } from "../../../../../templates/packages/cli/src/gates/contract/contract.ts";
import { App } from "../../../../../templates/packages/core/src/app/app.ts";
import { runContractTests } from "../../../../../templates/packages/core/src/contract/index.ts";

const newApp = () => new App({ env: "production", logger: false });
const handler = () => new Response();
const Book = z.object({ id: z.string(), pages: z.int().max(9999) });
const ok = { 200: { description: "Found", body: Book } };
const withExample = (value: unknown, body: z.ZodType = Book) => ({
  200: { description: "Found", body, examples: { one: { value } } },
});

async function found(app: App): Promise<number> {
  const { issues } = await runContractTests(app);
  return contractFindings(issues, []).length;
}

describe("contract finds", () => {
  it.each<[string, () => App]>([
    ["a route without a name", () => newApp().get("/books", { responses: ok }, handler)],
    [
      "a name that a mounted app has too",
      () =>
        newApp()
          .get("/a", { operationId: "a", responses: ok }, handler)
          .mount("/v2", newApp().get("/a", { operationId: "a", responses: ok }, handler)),
    ],
    [
      "an example without a field",
      () => newApp().get("/a", { operationId: "a", responses: withExample({ id: "a" }) }, handler),
    ],
    [
      "an example of another type",
      () => newApp().get("/a", { operationId: "a", responses: withExample({ id: 1, pages: 1 }) }, handler),
    ],
    [
      "an example beyond a bound",
      () =>
        newApp().get("/a", { operationId: "a", responses: withExample({ id: "a", pages: 10_000 }) }, handler),
    ],
    [
      "an example that is a list",
      () => newApp().get("/a", { operationId: "a", responses: withExample([]) }, handler),
    ],
    [
      "an example of no value of an enumeration",
      () =>
        newApp().get("/a", { operationId: "a", responses: withExample("c", z.enum(["a", "b"])) }, handler),
    ],
    [
      "an example that is no date",
      () =>
        newApp().get(
          "/a",
          { operationId: "a", responses: withExample({ on: "soon" }, z.object({ on: z.iso.date() })) },
          handler,
        ),
    ],
    [
      "an example with an element that is wrong",
      () =>
        newApp().get(
          "/a",
          { operationId: "a", responses: withExample([{ id: "a", pages: 1 }, {}], z.array(Book)) },
          handler,
        ),
    ],
    [
      "an example that is missing its parts",
      () => newApp().get("/a", { operationId: "a", responses: withExample(null) }, handler),
    ],
  ])("%s", async (_name, app) => expect(await found(app())).toBeGreaterThan(0));
});

describe("contract lets be", () => {
  it.each<[string, () => App]>([
    ["a route with a name", () => newApp().get("/books", { operationId: "a", responses: ok }, handler)],
    [
      "an example that fits",
      () => newApp().get("/a", { operationId: "a", responses: withExample({ id: "a", pages: 1 }) }, handler),
    ],
    ["health and readiness", () => newApp().healthcheck().readinesscheck()],
    [
      "a static route beside a parameter",
      () =>
        newApp()
          .get("/a/b", { operationId: "b", responses: ok }, handler)
          .get("/a/:id", { operationId: "a", responses: ok }, handler),
    ],
    [
      "a wildcard behind everything",
      () =>
        newApp()
          .get("/a", { operationId: "a", responses: ok }, handler)
          .get("/*", { operationId: "rest", responses: ok }, handler),
    ],
    [
      "an error response that nobody declared, a warning",
      () =>
        newApp().get(
          "/a/:id",
          { operationId: "a", request: { params: z.object({ id: z.uuid() }) }, responses: ok },
          handler,
        ),
    ],
    [
      "an example of a transform",
      () =>
        newApp().get(
          "/a",
          {
            operationId: "a",
            responses: withExample({ n: 1 }, z.object({ n: z.string().transform(Number).pipe(z.number()) })),
          },
          handler,
        ),
    ],
    [
      "an example of a default",
      () =>
        newApp().get(
          "/a",
          { operationId: "a", responses: withExample({ n: 2 }, z.object({ n: z.number().default(1) })) },
          handler,
        ),
    ],
    [
      "a response without a body",
      () => newApp().get("/a", { operationId: "a", responses: { 204: { description: "None" } } }, handler),
    ],
    [
      "a mounted app with its own names",
      () =>
        newApp()
          .get("/a", { operationId: "a", responses: ok }, handler)
          .mount("/v2", newApp().get("/a", { operationId: "a2", responses: ok }, handler)),
    ],
  ])("%s", async (_name, app) => expect(await found(app())).toBe(0));
});
