import { describe, expect, it } from "vitest";
import * as core from "../../../../templates/packages/core/src/index.ts";
import { hello, loggedApp, ok, problemOf, quietApp, secureHeaderNames } from "../apps.ts";

const classes: [Exclude<keyof typeof core, never>, number, string][] = [
  ["BadRequestError", 400, "bad-request"],
  ["UnauthorizedError", 401, "unauthorized"],
  ["ForbiddenError", 403, "forbidden"],
  ["NotFoundError", 404, "not-found"],
  ["MethodNotAllowedError", 405, "method-not-allowed"],
  ["RequestTimeoutError", 408, "request-timeout"],
  ["ConflictError", 409, "conflict"],
  ["PayloadTooLargeError", 413, "content-too-large"],
  ["UnsupportedMediaTypeError", 415, "unsupported-media-type"],
  ["ValidationError", 422, "unprocessable-content"],
  ["TooManyRequestsError", 429, "too-many-requests"],
  ["RequestHeaderFieldsTooLargeError", 431, "request-header-fields-too-large"],
  ["InternalError", 500, "internal-server-error"],
];
type ErrorClass = new (problem?: string | core.Problem, headers?: Record<string, string>) => core.HttpError;

function throwing(error: () => unknown, env = "production") {
  const { app, lines } = loggedApp({ env });
  app.get("/", { responses: ok }, () => {
    throw error();
  });
  return { app, lines };
}

describe.each(classes)("%s", (name, status, slug) => {
  const ErrorOf = core[name] as unknown as ErrorClass;

  it("is an HttpError that leaves as a problem", async () => {
    const error = new ErrorOf("What happened", { "x-more": "1" });
    expect(error).toBeInstanceOf(core.HttpError);
    expect([error.name, error.status, error.message]).toEqual([name, status, "What happened"]);
    const response = await throwing(() => error, "development").app.request("/");
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-more")).toBe("1");
    for (const header of secureHeaderNames) expect(response.headers.has(header)).toBe(true);
    expect(await problemOf(response)).toEqual({
      type: `https://daloyjs.dev/errors/${slug}`,
      title: expect.any(String),
      status,
      detail: "What happened",
      instance: `urn:request:${response.headers.get("x-request-id")}`,
    });
  });

  it("says in production only what may be said", async () => {
    const members = { detail: "DETAIL", type: "urn:own", title: "Own", limit: "MEMBER", status: 200 };
    const { app, lines } = throwing(() => new ErrorOf(members));
    const problem = await problemOf(app.request("/"));
    expect(problem).toMatchObject({ type: "urn:own", title: "Own", status });
    expect(JSON.stringify(problem).includes("DETAIL")).toBe(status < 500);
    expect(JSON.stringify(problem).includes("MEMBER")).toBe(status < 500);
    expect(lines.filter((line) => line.level === "error")).toHaveLength(status < 500 ? 0 : 1);
  });

  it("needs no arguments", () => expect(new ErrorOf().message.length).toBeGreaterThan(3));
});

it.each([399, 600, 200, 0, -1, 400.5, Number.NaN])("HttpError refuses the status %d", (status) => {
  expect(() => new core.HttpError(status)).toThrow(RangeError);
});

it("an HttpError of any other status has a title, or says that it is an error", async () => {
  expect(await problemOf(throwing(() => new core.HttpError(503)).app.request("/"))).toMatchObject({
    type: "https://daloyjs.dev/errors/service-unavailable",
    title: "Service Unavailable",
  });
  expect(await problemOf(throwing(() => new core.HttpError(499)).app.request("/"))).toMatchObject({
    type: "about:blank",
    title: "Error",
  });
});

describe("what is no HttpError", () => {
  const cases: [string, () => unknown][] = [
    ["an Error", () => new Error("SECRET")],
    ["an Error with a cause", () => new Error("SECRET", { cause: new Error("SECRET") })],
    ["a text", () => "SECRET"],
    ["null", () => null],
    ["undefined", () => undefined],
    ["an object that looks like one", () => ({ status: 418, problem: { detail: "SECRET" }, headers: {} })],
    ["an Error with a status", () => Object.assign(new Error("SECRET"), { status: 200, statusCode: 404 })],
    [
      "an Error whose message throws",
      () => Object.defineProperty(new Error("x"), "message", { get: () => JSON.parse("{") }),
    ],
  ];
  it.each(cases)("%s is a 500 that says nothing in production, and is logged", async (_, error) => {
    const { app, lines } = throwing(error);
    const response = await app.request("/");
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toContain("SECRET");
    expect(text).not.toContain(".ts:");
    expect(lines.filter((line) => line.level === "error").length).toBeGreaterThan(0);
  });

  it("says its message in development, and never its stack", async () => {
    const text = await (await throwing(() => new Error("the cause"), "development").app.request("/")).text();
    expect(JSON.parse(text)).toMatchObject({ status: 500, detail: "the cause" });
    expect(text).not.toContain(".ts:");
  });

  it("is logged with its route and stack", async () => {
    const { app, lines } = throwing(() => new Error("SECRET"));
    await app.request("/");
    const [line] = lines.filter((one) => one.level === "error");
    expect(line).toMatchObject({ route: "/", requestId: expect.any(String) });
    expect(JSON.stringify(line)).toContain("http-error.test.ts");
  });
});

it("a problem that cannot be written is a 500", async () => {
  const { app } = throwing(() => new core.BadRequestError({ detail: "x", n: 1n }));
  expect((await app.request("/")).status).toBe(500);
});

it("an error class of another copy of the package is a 500, not a hole", async () => {
  class ForeignNotFound extends Error {
    status = 404;
  }
  const app = quietApp().get("/", { responses: ok }, () => {
    throw new ForeignNotFound("SECRET");
  });
  expect((await app.request("/")).status).toBe(500);
});

it("a 5xx of the framework itself is redacted like any other", async () => {
  const app = quietApp().get("/", { responses: ok }, () => undefined as never);
  expect((await problemOf(app.request("/"))).detail).toBeUndefined();
  const open = quietApp({ env: "development" }).get("/", { responses: ok }, () => undefined as never);
  expect((await problemOf(open.request("/"))).detail).toMatch(/returned nothing/);
  expect((await quietApp().get("/", { responses: ok }, hello).request("/")).status).toBe(200);
});
