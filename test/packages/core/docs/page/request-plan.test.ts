import { describe, expect, it } from "vitest";
import { readApi } from "../../../../../templates/packages/core/src/docs/page/api.ts";
import { planRequest } from "../../../../../templates/packages/core/src/docs/page/request-plan.ts";

const api = readApi({
  paths: {
    "/books/{id}/{part}": {
      post: {
        parameters: [
          { name: "id", in: "path", required: true },
          { name: "part", in: "path", required: true },
          { name: "q", in: "query" },
          { name: "tag", in: "query", schema: { type: "array", items: { type: "string" } } },
          { name: "x-shop", in: "header" },
          { name: "visit", in: "cookie" },
        ],
        requestBody: { content: { "application/json": {} } },
      },
    },
  },
  components: {
    securitySchemes: {
      bearer: { type: "http", scheme: "Bearer" },
      basic: { type: "http", scheme: "basic" },
      oauth: { type: "oauth2" },
      inHeader: { type: "apiKey", in: "header", name: "x-api-key" },
      inQuery: { type: "apiKey", in: "query", name: "api key" },
      inCookie: { type: "apiKey", in: "cookie", name: "sid" },
      tls: { type: "mutualTLS" },
    },
  },
});

function plan(values: Record<string, string>, schemes: string[] = [], body = "", secret = "s3cret") {
  const [operation] = api.operations;
  if (!operation) throw new Error("no operation");
  return planRequest(
    operation,
    {
      server: "https://shop.example/api/",
      values: new Map(Object.entries({ "path id": "1", "path part": "2", ...values })),
      requirement: schemes.map((scheme) => ({ scheme, scopes: [] })),
      mediaType: "application/json",
      body,
    },
    { schemes: api.schemes, credentialOf: () => ({ secret, username: "ada" }), resolve: api.resolve },
  );
}

describe("the planned request", () => {
  it.each([
    ["a plain value", "7", "https://shop.example/api/books/7/2"],
    ["a slash", "a/b", "https://shop.example/api/books/a%2Fb/2"],
    ["another parameter's name", "{part}", "https://shop.example/api/books/%7Bpart%7D/2"],
    ["a query", "a?b#c", "https://shop.example/api/books/a%3Fb%23c/2"],
  ])("puts %s into the path", (_, id, url) => {
    expect(plan({ "path id": id }).url).toBe(url);
  });

  it("sends what is filled in and nothing else", () => {
    const { url, headers, body } = plan({
      "query q": "a&b=c",
      "query tag": "x, y,",
      "header x-shop": "Bath",
    });
    expect(url).toBe("https://shop.example/api/books/1/2?q=a%26b%3Dc&tag=x&tag=y");
    expect(headers).toEqual([["x-shop", "Bath"]]);
    expect(body).toBeUndefined();
  });

  it("sends a body with its media type", () => {
    expect(plan({}, [], "{}")).toMatchObject({ body: "{}", headers: [["content-type", "application/json"]] });
  });

  it.each([
    ["bearer", [["authorization", "Bearer s3cret"]]],
    ["oauth", [["authorization", "Bearer s3cret"]]],
    ["basic", [["authorization", "Basic YWRhOnMzY3JldA=="]]],
    ["inHeader", [["x-api-key", "s3cret"]]],
    ["inCookie", [["cookie", "visit=1; sid=s3cret"]]],
    ["tls", []],
    ["unknown", []],
  ])("carries the credential of %s", (scheme, headers) => {
    const values: Record<string, string> = scheme === "inCookie" ? { "cookie visit": "1" } : {};
    expect(plan(values, [scheme]).headers).toEqual(headers);
  });

  it("carries an API key in the query, and every scheme of a requirement", () => {
    const { url, headers } = plan({ "query q": "1" }, ["inQuery", "inHeader"]);
    expect(url).toMatch(/\?q=1&api%20key=s3cret$/);
    expect(headers).toEqual([["x-api-key", "s3cret"]]);
  });

  it("encodes a basic credential as UTF-8", () => {
    const [[, value] = ["", ""]] = plan({}, ["basic"], "", "pä€").headers;
    expect(Buffer.from(value.slice(6), "base64").toString("utf8")).toBe("ada:pä€");
  });
});
