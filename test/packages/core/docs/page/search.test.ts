import { describe, expect, it } from "vitest";
import { readApi } from "../../../../../templates/packages/core/src/docs/page/api.ts";
import { matches, searchText } from "../../../../../templates/packages/core/src/docs/page/search.ts";

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
