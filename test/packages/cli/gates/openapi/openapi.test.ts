import { describe, expect, it } from "vitest";
import { breakingChanges } from "../../../../../templates/packages/cli/src/gates/openapi/breaking.ts";

/** A document that a case changes. */
const document = () => ({
  openapi: "3.1.0",
  info: { title: "Books", version: "1.0.0", description: "" },
  paths: {
    "/books": {
      get: {
        summary: "List books",
        parameters: [
          {
            name: "limit",
            in: "query",
            required: false,
            schema: { type: "integer", minimum: 1, maximum: 100 },
          },
          { name: "X-Page", in: "header", schema: { type: "string" } },
        ],
        responses: {
          "200": {
            description: "A page",
            content: {
              "application/json": { schema: { type: "array", items: { $ref: "#/components/schemas/Book" } } },
            },
          },
          "422": { description: "Wrong" },
        },
      } as Record<string, unknown>,
      post: {
        requestBody: {
          required: true,
          content: { "application/json": { schema: { $ref: "#/components/schemas/NewBook" } } },
        },
        responses: {
          "201": { content: { "application/json": { schema: { $ref: "#/components/schemas/Book" } } } },
        },
        security: [{ bearer: ["books:write"] }],
      } as Record<string, unknown>,
    } as Record<string, unknown>,
    "/books/{id}": {
      get: {
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: {
          "200": { content: { "application/json": { schema: { $ref: "#/components/schemas/Book" } } } },
        },
      },
    },
  } as Record<string, Record<string, unknown>>,
  components: {
    schemas: {
      Book: {
        type: "object",
        properties: {
          id: { type: "string" },
          title: { type: "string", maxLength: 200 },
          kind: { enum: ["novel", "poem"] },
          isbn: { type: "string" },
          similar: { type: "array", items: { $ref: "#/components/schemas/Book" } },
        } as Record<string, unknown>,
        required: ["id", "title", "kind"],
      },
      NewBook: {
        type: "object",
        properties: {
          title: { type: "string", minLength: 1, maxLength: 200 },
          kind: { enum: ["novel", "poem"] },
          pages: { type: ["integer", "null"] },
        } as Record<string, unknown>,
        required: ["title"],
        additionalProperties: false as boolean,
      },
    },
  },
});

type Document = ReturnType<typeof document>;
const operation = ({ paths }: Document, method: string, path = "/books") => {
  const found = paths[path]?.[method];
  if (typeof found !== "object" || found === null) throw new Error(`No ${method} ${path}`);
  return found as { [key: string]: unknown };
};

function changed(change: (document: Document) => unknown): string[] {
  const after = document();
  change(after);
  return breakingChanges(document(), after).map(({ rule, message }) => `${rule} ${message}`);
}

describe("openapi finds", () => {
  it.each<[string, (document: Document) => unknown, string | RegExp]>([
    ["a path that is gone", (d) => delete d.paths["/books/{id}"], "removed GET /books/{id} is gone"],
    ["an operation that is gone", (d) => delete d.paths["/books"]?.["post"], "removed POST /books is gone"],
    [
      "a response that is gone",
      (d) => (operation(d, "get")["responses"] = { "200": d }),
      /response GET \/books: the response 422 is gone/,
    ],
    [
      "a content type that is gone",
      (d) => (operation(d, "post")["responses"] = { "201": { content: { "text/plain": {} } } }),
      "response POST /books: the response 201 is no longer application/json",
    ],
    [
      "a field that is gone, through a reference",
      (d) => delete d.components.schemas.Book.properties["isbn"],
      "response GET /books: an element of the response 200's isbn is gone",
    ],
    [
      "a field that may be missing",
      (d) => (d.components.schemas.Book.required = ["id", "title"]),
      "response POST /books: the response 201's kind may be missing",
    ],
    [
      "a field that may be null",
      (d) => (d.components.schemas.Book.properties["title"] = { type: ["string", "null"] }),
      "response POST /books: the response 201's title may be null",
    ],
    [
      "a field of another type",
      (d) => (d.components.schemas.Book.properties["id"] = { type: "integer" }),
      "response GET /books/{id}: the response 200's id may be integer",
    ],
    [
      "a value that clients do not know",
      (d) => (d.components.schemas.Book.properties["kind"] = { enum: ["novel", "poem", "play"] }),
      'response POST /books: the response 201\'s kind may be "play"',
    ],
    [
      "a field that is new and required",
      (d) => {
        d.components.schemas.NewBook.properties["author"] = { type: "string" };
        d.components.schemas.NewBook.required.push("author");
      },
      "request POST /books: the body's author is new and required",
    ],
    [
      "a field that became required",
      (d) => d.components.schemas.NewBook.required.push("kind"),
      "request POST /books: the body's kind became required",
    ],
    [
      "a field that is no longer taken",
      (d) => delete d.components.schemas.NewBook.properties["pages"],
      "request POST /books: the body's pages is gone",
    ],
    [
      "a type that is no longer taken",
      (d) => (d.components.schemas.NewBook.properties["pages"] = { type: "integer" }),
      "request POST /books: the body's pages may no longer be null",
    ],
    [
      "a value that is no longer taken",
      (d) => (d.components.schemas.NewBook.properties["kind"] = { enum: ["novel"] }),
      'request POST /books: the body\'s kind may no longer be "poem"',
    ],
    [
      "a tighter bound",
      (d) =>
        (d.components.schemas.NewBook.properties["title"] = { type: "string", minLength: 3, maxLength: 200 }),
      "request POST /books: the body's title has a larger minLength",
    ],
    [
      "a pattern",
      (d) =>
        (d.components.schemas.NewBook.properties["title"] = {
          type: "string",
          minLength: 1,
          maxLength: 200,
          pattern: "^a",
        }),
      "request POST /books: the body's title has another pattern",
    ],
    [
      "a parameter that is new and required",
      (d) =>
        (operation(d, "get")["parameters"] as unknown[]).push({
          name: "tenant",
          in: "query",
          required: true,
          schema: {},
        }),
      "request GET /books: the query parameter tenant is new and required",
    ],
    [
      "a parameter that is gone",
      (d) => (operation(d, "get")["parameters"] as unknown[]).shift(),
      "request GET /books: the query parameter limit is gone",
    ],
    [
      "a body that is new and required",
      (d) => (operation(d, "get")["requestBody"] = { required: true, content: { "application/json": {} } }),
      "request GET /books: a body is new and required",
    ],
    [
      "credentials where there were none",
      (d) => (operation(d, "get")["security"] = [{ bearer: [] }]),
      "security GET /books: it needs credentials now",
    ],
    [
      "one more scope",
      (d) => (operation(d, "post")["security"] = [{ bearer: ["books:write", "admin"] }]),
      "security POST /books: the credentials bearer are no longer enough",
    ],
  ])("%s", (_name, change, message) => {
    const found = changed(change);
    expect(found).toContainEqual(typeof message === "string" ? message : expect.stringMatching(message));
  });
});

describe("openapi lets be", () => {
  it.each<[string, (document: Document) => unknown]>([
    ["the same document", () => {}],
    ["other words", (d) => (d.info.description = operation(d, "get")["summary"] = "Changed")],
    ["a new path", (d) => (d.paths["/authors"] = { get: { responses: {} } })],
    ["a new operation", (d) => ((d.paths["/books"] ?? {})["delete"] = { responses: { "204": {} } })],
    [
      "a new response",
      (d) => Object.assign(operation(d, "post")["responses"] as object, { "409": { description: "Taken" } }),
    ],
    [
      "a new field in a response",
      (d) => (d.components.schemas.Book.properties["year"] = { type: "integer" }),
    ],
    ["a field that is always there", (d) => d.components.schemas.Book.required.push("isbn")],
    [
      "fewer values in a response",
      (d) => (d.components.schemas.Book.properties["kind"] = { enum: ["novel"] }),
    ],
    [
      "a new field that may be sent",
      (d) => (d.components.schemas.NewBook.properties["isbn"] = { type: "string" }),
    ],
    ["a field that need not be sent", (d) => (d.components.schemas.NewBook.required = [])],
    [
      "a wider bound",
      (d) => (d.components.schemas.NewBook.properties["title"] = { type: "string", maxLength: 500 }),
    ],
    [
      "more values in a request",
      (d) => (d.components.schemas.NewBook.properties["kind"] = { enum: ["novel", "poem", "play"] }),
    ],
    [
      "a number where an integer was taken",
      (d) => (d.components.schemas.NewBook.properties["pages"] = { type: ["number", "null"] }),
    ],
    [
      "a parameter that may be sent",
      (d) =>
        (operation(d, "get")["parameters"] as unknown[]).push({
          name: "q",
          in: "query",
          schema: { type: "string" },
        }),
    ],
    [
      "a header in other letters",
      (d) => Object.assign((operation(d, "get")["parameters"] as object[])[1] ?? {}, { name: "x-page" }),
    ],
    [
      "another name for what is in the path",
      (d) => {
        const item = d.paths["/books/{id}"];
        delete d.paths["/books/{id}"];
        const text = JSON.stringify(item).replace('"name":"id"', '"name":"book"');
        d.paths["/books/{book}"] = JSON.parse(text);
      },
    ],
    [
      "another way in",
      (d) => (operation(d, "post")["security"] = [{ bearer: ["books:write"] }, { basic: [] }]),
    ],
    ["no credentials any more", (d) => (operation(d, "post")["security"] = [])],
    [
      "a schema under another name",
      (d) => {
        Object.assign(d.components.schemas, { Work: d.components.schemas.Book });
        operation(d, "post")["responses"] = {
          "201": { content: { "application/json": { schema: { $ref: "#/components/schemas/Work" } } } },
        };
      },
    ],
  ])("%s", (_name, change) => expect(changed(change)).toEqual([]));
});
