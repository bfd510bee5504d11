import { describe, expect, it } from "vitest";
import { readEvent } from "../../../../templates/packages/core/src/lambda/read-event.ts";
import { balancerEvent, v1Event, v2Event } from "./events.ts";

const lines = (event: unknown) => readEvent(event).headers;

describe("the target of a request", () => {
  it.each([
    ["v2, encoded as a Function URL leaves it", v2Event({ rawPath: "/a%20b/%E2%82%AC" }), "/a%20b/%E2%82%AC"],
    ["v2, decoded as an HTTP API sends it", v2Event({ rawPath: "/a b/€" }), "/a%20b/%E2%82%AC"],
    ["v2, a decoded ? and #", v2Event({ rawPath: "/users/me?admin=true#x" }), "/users/me%3Fadmin=true%23x"],
    ["v2, a bare percent sign", v2Event({ rawPath: "/100%/x" }), "/100%25/x"],
    [
      "v1 of an HTTP API, a bare percent sign",
      { ...v1Event({ path: "/100%/x" }), version: "1.0" },
      "/100%25/x",
    ],
    ["v1 of a REST API, a malformed escape, for the engine to refuse", v1Event({ path: "/%zz" }), "/%zz"],
    ["v2, half of a surrogate pair", v2Event({ rawPath: "/\ud800" }), "/%EF%BF%BD"],
    ["v2, a backslash, for the engine to refuse", v2Event({ rawPath: "/a\\b" }), "/a\\b"],
    ["v2, dots, for the engine to refuse", v2Event({ rawPath: "/a/../b" }), "/a/../b"],
    ["v1, encoded", v1Event({ path: "/a%2Fb" }), "/a%2Fb"],
    ["ALB, encoded", balancerEvent({ path: "/a%2Fb" }), "/a%2Fb"],
    ["no path at all", v1Event({ path: "" }), "/"],
  ])("%s", (_, event, path) => {
    expect(readEvent(event)).toMatchObject({ path, fault: undefined });
  });

  const staged = (stage: string, domainPrefix: string, rawPath: string) =>
    v2Event({ rawPath, requestContext: { apiId: "abc", domainPrefix, stage, http: { method: "GET" } } });
  it.each([
    ["the stage of the default endpoint is no part of it", staged("prod", "abc", "/prod/books"), "/books"],
    ["not even alone", staged("prod", "abc", "/prod"), "/"],
    ["what only begins so is", staged("prod", "abc", "/products"), "/products"],
    ["a domain of one's own has no stage in it", staged("prod", "api", "/prod/books"), "/prod/books"],
    ["$default is never in it", staged("$default", "abc", "/$default/x"), "/$default/x"],
  ])("%s", (_, event, path) => {
    expect(readEvent(event).path).toBe(path);
  });

  it.each([
    ["v2 has it as it was sent", v2Event({ rawQueryString: "q=%E2%82%AC&p=a+b&e=" }), "q=%E2%82%AC&p=a+b&e="],
    [
      "v1 has it decoded",
      v1Event({ multiValueQueryStringParameters: { q: ["€", "a&b"], "e=": [""] } }),
      "q=%E2%82%AC&q=a%26b&e%3D=",
    ],
    ["v1, single values alone", v1Event({ queryStringParameters: { q: "a b" } }), "q=a%20b"],
    [
      "ALB leaves it encoded",
      balancerEvent({ queryStringParameters: { q: "%E2%82%AC+x" } }),
      "q=%E2%82%AC+x",
    ],
    [
      "ALB, several values",
      balancerEvent({ multiValueQueryStringParameters: { q: ["1", "2"] }, multiValueHeaders: {} }),
      "q=1&q=2",
    ],
    ["none", v1Event(), ""],
  ])("query: %s", (_, event, search) => {
    expect(readEvent(event).search).toBe(search);
  });
});

describe("headers and cookies", () => {
  it("v2: the list of cookies takes the place of the joined header", () => {
    const event = v2Event({ headers: { Accept: "a, b", cookie: "x=9" }, cookies: ["a=1", "b=2"] });
    expect(lines(event)).toEqual([
      ["accept", "a, b"],
      ["cookie", "a=1; b=2"],
    ]);
  });
  it("v1 and ALB: every line of the multi-value map, and not the single one beside it", () => {
    const multiValueHeaders = { "X-A": ["1", "2"], Host: ["h"] };
    const expected = [
      ["x-a", "1"],
      ["x-a", "2"],
      ["host", "h"],
    ];
    expect(lines(v1Event({ headers: { "X-A": "2" }, multiValueHeaders }))).toEqual(expected);
    expect(lines(balancerEvent({ multiValueHeaders }))).toEqual(expected);
  });
  it("single values where that is all there is", () => {
    expect(lines(v1Event({ headers: { "X-A": "1" }, multiValueHeaders: null }))).toEqual([["x-a", "1"]]);
  });
});

describe("the client's address", () => {
  const xff = (value: string) => balancerEvent({ headers: { "x-forwarded-for": value } });
  it.each([
    ["v2", v2Event({ headers: { "x-forwarded-for": "198.51.100.9" } }), "203.0.113.7"],
    ["v1", v1Event({ multiValueHeaders: { "X-Forwarded-For": ["198.51.100.9"] } }), "203.0.113.7"],
    ["ALB: what the load balancer itself appended", xff("198.51.100.9, 203.0.113.7"), "203.0.113.7"],
    ["ALB without the header", balancerEvent({ headers: {} }), null],
    ["ALB with what is no address", xff("198.51.100.9, unknown"), null],
    ["v2 without one", v2Event({ requestContext: { http: { method: "GET" } } }), null],
    ["v1 with what is none", v1Event({ requestContext: { identity: { sourceIp: "localhost" } } }), null],
  ])("%s", (_, event, address) => {
    expect(readEvent(event).clientAddress).toBe(address);
  });
});

describe("kinds", () => {
  it.each([
    ["v2", v2Event()],
    ["v1", v1Event()],
    ["alb", balancerEvent()],
    ["alb-multi-value", balancerEvent({ multiValueHeaders: { host: ["h"] } })],
  ])("%s", (kind, event) => {
    expect(readEvent(event).kind).toBe(kind);
  });

  it.each([
    undefined,
    null,
    "GET /",
    42,
    [],
    {},
    { Records: [{ eventSource: "aws:sqs" }] },
    { source: "aws.events" },
    { requestContext: { http: {} } },
    { httpMethod: "GET", path: "/" },
    { httpMethod: 7, requestContext: {} },
  ])("%j is no HTTP event", (event) => {
    expect(() => readEvent(event)).toThrow(/no HTTP event: expected one of API Gateway/);
  });
});

describe("hostile events", () => {
  const hostile = (fields: object, base: object = v2Event()) => ({ ...base, ...fields });
  it.each([
    ["a line feed in a header", hostile({ headers: { "x-a": "1\r\nx-b: 2" } }), "a header"],
    ["a header's name with a colon", hostile({ headers: { "x:a": "1" } }), "a header"],
    ["a header beyond Latin-1", hostile({ headers: { "x-a": "€" } }), "a header"],
    ["a cookie with a line feed", hostile({ cookies: ["a=1\nb=2"] }), "a header"],
    ["cookies that are no list", hostile({ cookies: "a=1" }), "cookies"],
    ["cookies that are no texts", hostile({ cookies: [{}] }), "cookies"],
    ["headers that are a text", hostile({ headers: "host: x" }), "headers"],
    ["a header that is an object", hostile({ headers: { "x-a": { b: 1 } } }), "headers"],
    ["no path", hostile({ rawPath: undefined }), "rawPath"],
    ["a path that is a number", hostile({ path: 7 }, v1Event()), "path"],
    ["a path without a slash", hostile({ rawPath: "books" }), "the path"],
    ["a query with a space", hostile({ rawQueryString: "a=1 HTTP/1.1" }), "the query string"],
    ["a query that is an object", hostile({ rawQueryString: {} }), "rawQueryString"],
    ["a body that is an object", hostile({ body: { a: 1 } }), "body"],
    ["a body that is no Base64", hostile({ body: "a b!", isBase64Encoded: true }), "body"],
    ["isBase64Encoded as a text", hostile({ isBase64Encoded: "true" }), "isBase64Encoded"],
    ["a method with a space", v2Event({ method: "GET /x" }), "the method"],
    ["a method in lower case", hostile({ httpMethod: "get" }, v1Event()), "the method"],
    [
      "query parameters that are a list",
      hostile({ queryStringParameters: [1] }, balancerEvent()),
      "queryStringParameters",
    ],
  ])("%s is the sender's fault", (_, event, what) => {
    const { fault } = readEvent(event);
    expect(fault?.status).toBe(400);
    expect(fault?.problem.detail).toContain(what);
  });
  it("names every fault at once and no value", () => {
    const event = hostile({ headers: { "x-a": "secret\n" }, rawPath: 7, body: {} });
    const { detail } = readEvent(event).fault?.problem ?? {};
    expect(detail).toMatch(/rawPath, body, a header|rawPath.*a header/);
    expect(detail).not.toContain("secret");
  });
});
