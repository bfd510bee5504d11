import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { App, Hooks, Route } from "../../../../templates/packages/core/src/index.ts";
import { ForbiddenError, route } from "../../../../templates/packages/core/src/index.ts";
import { hello, later, loggedApp, ok, problemOf, quietApp, secureHeaderNames } from "../apps.ts";

const phases = ["onRequest", "preBody", "beforeHandle", "afterHandle", "onSend", "onResponse"] as const;

const signIn: Hooks = {
  preBody(context) {
    context.state["user"] = {};
  },
};

/** Hooks that write down when they run, all of them at once or a moment later. */
function tracer(name: string, trace: string[], asynchronous: boolean): Hooks {
  const note = (phase: string) => {
    trace.push(`${name}.${phase}`);
    return asynchronous ? later(undefined) : undefined;
  };
  return {
    onRequest: () => note("onRequest"),
    preBody: () => note("preBody"),
    beforeHandle: () => note("beforeHandle"),
    afterHandle: () => note("afterHandle"),
    onSend: () => note("onSend"),
    onResponse: () => note("onResponse"),
    onError: () => note("onError"),
  };
}

/** A POST route that writes down every step that is its own. */
function traced(trace: string[], hooks: Hooks): Route {
  const part = (name: string) => z.any().refine(() => trace.push(name) > 0);
  return route({
    method: "POST",
    path: "/books/:id",
    auth: "public",
    request: { params: part("params"), query: part("query"), headers: part("headers"), body: part("body") },
    responses: ok,
    hooks,
    authorize: () => {
      trace.push("authorize");
      return true;
    },
    handler: () => {
      trace.push("handler");
      return { status: 200, body: "done" };
    },
  });
}

const send = (app: App, path = "/books/7") =>
  app.request(path, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });

describe.each([
  ["synchronous", false],
  ["asynchronous", true],
])("%s hooks", (_, asynchronous) => {
  it("run in the documented order, the app's before the route's", async () => {
    const trace: string[] = [];
    const app = quietApp()
      .use(signIn)
      .use(tracer("app", trace, asynchronous))
      .route(traced(trace, tracer("route", trace, asynchronous)));
    expect((await send(app)).status).toBe(200);
    const both = (phase: string) => [`app.${phase}`, `route.${phase}`];
    expect(trace).toEqual([
      ...both("onRequest"),
      ...both("preBody"),
      ...["params", "query", "headers", "authorize", "body"],
      ...both("beforeHandle"),
      "handler",
      ...both("afterHandle"),
      ...both("onSend"),
      ...both("onResponse"),
    ]);
  });

  it.each([
    ["a missing route", "GET", "/nothing", 404],
    ["a missing method", "PUT", "/books/7", 405],
    ["a path that is malformed", "GET", "/%zz", 400],
    ["OPTIONS", "OPTIONS", "/books/7", 204],
    ["too many headers", "GET", "/books/7", 431],
  ])("onSend and onResponse reach %s", async (name, method, path, status) => {
    const trace: string[] = [];
    const app = quietApp({ maxHeaderCount: 5 })
      .use(tracer("app", trace, asynchronous))
      .route(traced([], {}));
    const extra = Array.from({ length: 6 }, (_, i): [string, string] => [`x-${i}`, "1"]);
    const init = { method, headers: name === "too many headers" ? extra : [] };
    const response = await app.request(path, init);
    expect(response.status).toBe(status);
    expect(trace.filter((line) => line.startsWith("app.onSend"))).toHaveLength(1);
    expect(trace.filter((line) => line.startsWith("app.onResponse"))).toHaveLength(1);
  });

  it.each(["onRequest", "preBody", "beforeHandle"] as const)(
    "%s may answer, and ends the sequence",
    async (phase) => {
      const trace: string[] = [];
      const answer = { status: 202, body: "early" };
      const early: Hooks = { [phase]: () => (asynchronous ? later(answer) : answer) };
      const app = quietApp()
        .use(early)
        .use(tracer("after", trace, asynchronous))
        .get("/", { responses: ok }, hello);
      const response = await app.request("/");
      expect([response.status, await response.text()]).toEqual([202, "early"]);
      const before = phases.slice(0, phases.indexOf(phase)).map((name) => `after.${name}`);
      expect(trace).toEqual([...before, "after.onSend", "after.onResponse"]);
    },
  );

  it("afterHandle may replace the result, which still has to keep the contract", async () => {
    const replace = (result: { status: number; body: unknown }): Hooks => ({
      afterHandle: () => (asynchronous ? later(result) : result),
    });
    const responses = { 200: { body: z.object({ n: z.number() }) } };
    const app = quietApp()
      .get("/good", { responses, hooks: replace({ status: 200, body: { n: 2 } }) }, () => ({
        status: 200,
        body: { n: 1 },
      }))
      .get("/bad", { responses, hooks: replace({ status: 201, body: {} }) }, () => ({
        status: 200,
        body: { n: 1 },
      }));
    expect(await (await app.request("/good")).json()).toEqual({ n: 2 });
    expect((await app.request("/bad")).status).toBe(500);
  });

  it.each([...phases, "handler", "authorize", "validate", "onError"])(
    "what is thrown in %s is one redacted 500 with every header, and a log line",
    async (phase) => {
      const { app, lines } = loggedApp();
      const broken = (): Promise<never> => {
        // zod runs an asynchronous check twice and forgets the first promise, so its rejection would be nobody's
        if (asynchronous && phase !== "validate")
          return later(0).then(() => Promise.reject(new Error("SECRET")));
        throw new Error("SECRET");
      };
      const hook: Hooks =
        phases.includes(phase as "onSend") || phase === "onError" ? { [phase]: broken } : {};
      app
        .use(signIn)
        .use(hook)
        .route({
          method: "GET",
          path: "/:id",
          responses: ok,
          ...(phase === "validate"
            ? { request: { params: z.any().refine(() => broken() === undefined) } }
            : {}),
          ...(phase === "authorize" ? { authorize: broken } : {}),
          handler: phase === "handler" || phase === "onError" ? broken : hello,
        });
      const response = await app.request("/1");
      const text = await response.text();
      expect(response.status).toBe(phase === "onResponse" ? 200 : 500);
      expect(text).not.toContain("SECRET");
      for (const name of [...secureHeaderNames, "x-request-id"])
        expect(response.headers.has(name)).toBe(true);
      if (phase !== "onResponse") {
        expect(response.headers.get("content-type")).toBe("application/problem+json");
      }
      await later(0, 3);
      const logged = lines.filter((line) => line.level === "error");
      expect(logged).toHaveLength(phase === "onError" ? 2 : 1);
      expect(JSON.stringify(logged)).toContain("SECRET");
      expect(logged[0]?.["requestId"]).toBe(response.headers.get("x-request-id"));
    },
  );
});

it("a hook that was added after the route protects it, as it does in groups", async () => {
  const app = quietApp();
  const refuse: Hooks = {
    preBody() {
      throw new ForbiddenError();
    },
  };
  app.get("/app", { responses: ok }, hello);
  app.group("/group", {}, (group) => {
    group.get("/before", { responses: ok }, hello);
    group.use({ preBody: () => ({ status: 202 }) });
  });
  expect((await quietApp().get("/app", { responses: ok }, hello).request("/app")).status).toBe(200);
  app.use(refuse);
  expect((await app.request("/app")).status).toBe(403);
  expect((await app.request("/group/before")).status).toBe(403);
});

it("asks every onError hook, synchronous or not, until one answers", async () => {
  const seen: string[] = [];
  const app = quietApp()
    .use([
      { onError: () => void seen.push("sync") },
      { onError: () => later(undefined).then(() => void seen.push("async")) },
      {
        onError: () => {
          seen.push("throws");
          throw new Error("again");
        },
      },
      { onError: () => Promise.reject(new Error("rejects")) },
      { onError: (error) => later({ status: 418, body: (error as Error).message }) },
      { onError: () => void seen.push("never") },
    ])
    .get("/", { responses: ok }, () => {
      throw new Error("first");
    });
  const response = await app.request("/");
  expect([response.status, await response.text()]).toEqual([418, "first"]);
  expect(seen).toEqual(["sync", "async", "throws"]);
});

it("onError sees the framework's own problems and keeps the original where no hook answers", async () => {
  const seen: unknown[] = [];
  const app = quietApp().use({ onError: (error) => void seen.push((error as { status: number }).status) });
  app.get("/", { responses: ok }, hello);
  expect((await problemOf(app.request("/missing"))).status).toBe(404);
  expect((await problemOf(app.request("/", { method: "DELETE" }))).status).toBe(405);
  expect(seen).toEqual([404, 405]);
});

it("onSend may change status, headers and body, one hook after the other", async () => {
  const app = quietApp()
    .use({
      onSend(response) {
        response.body = `${response.body}!`;
      },
    })
    .use({
      async onSend(response) {
        await later(0);
        response.status = 203;
        response.headers.set("X-Twice", String(response.body).length.toString());
      },
    })
    .get("/", { responses: ok }, hello);
  const response = await app.request("/");
  expect([response.status, response.headers.get("x-twice"), await response.text()]).toEqual([
    203,
    "6",
    "hello!",
  ]);
});

it("never rejects and never says more than 500, whatever mixture of hooks misbehaves", async () => {
  const acts = fc.constantFrom("pass", "later", "answer", "throw", "reject", "nonsense", "null");
  const behaviour = fc.dictionary(fc.constantFrom(...phases, "onError"), acts);
  const act = (kind: string): unknown => {
    if (kind === "later") return later(undefined, 0);
    if (kind === "answer") return { status: 202, body: "x" };
    if (kind === "throw") throw new Error("thrown");
    if (kind === "reject") return Promise.reject(new Error("rejected"));
    if (kind === "nonsense") return 42;
    return kind === "null" ? null : undefined;
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(behaviour, { maxLength: 3 }),
      fc.constantFrom("/", "/404"),
      async (list, path) => {
        const app = quietApp().get("/", { responses: ok }, hello);
        for (const phaseActs of list) {
          const entries = Object.entries(phaseActs).map(([phase, kind]) => [phase, () => act(kind)]);
          app.use(Object.fromEntries(entries));
        }
        const response = await app.request(path);
        expect([200, 202, 404, 500]).toContain(response.status);
        expect(response.headers.get("x-content-type-options")).toBe("nosniff");
        expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
      },
    ),
    { numRuns: 150 },
  );
});
