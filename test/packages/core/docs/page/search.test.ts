import { describe, expect, it } from "vitest";
import { readApi } from "../../../../../templates/packages/core/src/docs/page/api.ts";
import {
  bestMatch,
  matches,
  searchText,
} from "../../../../../templates/packages/core/src/docs/page/search.ts";

const [operation] = readApi({
  paths: {
    "/books/{id}": { delete: { operationId: "removeBook", summary: "Burn it", tags: ["Catalogue"] } },
  },
}).operations;

describe("search", () => {
  it.each([
    ["", true],
    ["  ", true],
    ["burn", true],
    ["BURN", true],
    ["/books/", true],
    ["catalogue", true],
    ["removebook", true],
    ["delete catalogue", true],
    ["catalogue shop", false],
    ["get", false],
    ["itdelete", false],
  ])("%j finds it: %s", (query, found) => {
    expect(operation && matches(searchText(operation), query)).toBe(found);
  });
});

describe("the best match", () => {
  const found = [{ text: "get\n/books\nlist all books" }, { text: "get\n/books/{id}\nget a book" }];

  it.each([
    ["get a book", found[1]],
    [" Get A ", found[1]],
    ["book", found[0]],
    ["book get", found[0]],
  ])("of %j", (query, best) => {
    expect(bestMatch(found, query)).toBe(best);
  });

  it("of nothing is nothing", () => {
    expect(bestMatch([], "x")).toBeUndefined();
  });
});
