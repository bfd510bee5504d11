import { expect, it } from "vitest";
import type { Difference } from "../../../../templates/packages/cli/src/openapi/compare.ts";
import { countDifferences, listDifferences } from "../../../../templates/packages/cli/src/openapi/report.ts";
import { createStyle } from "../../../../templates/packages/cli/src/terminal/terminal.ts";

const plain = createStyle(true, false);
const changed = (details: string[]): Difference => ({ kind: "changed", part: "GET /a", details });

it("tells each difference in a line, with a sign that needs no colour", () => {
  const differences: Difference[] = [
    { kind: "added", part: "POST /a", details: [] },
    { kind: "removed", part: "GET /b\u001b[2J", details: [] },
    changed(["summary changed", "response 404 added"]),
  ];
  expect(countDifferences(differences)).toBe("1 added, 1 removed, 1 changed");
  expect(listDifferences(differences, plain)).toBe(
    "  + POST /a\n  - GET /b\n  ~ GET /a: summary changed, response 404 added\n",
  );
});

it("ends where nobody reads on, and says how much is left", () => {
  const details = Array.from({ length: 9 }, (_, index) => `response ${index} added`);
  const text = listDifferences(
    Array.from({ length: 200 }, () => changed(details)),
    plain,
  );
  expect(text.split("\n")).toHaveLength(32);
  expect(text).toContain("response 5 added, 3 more\n");
  expect(text).toMatch(/\n {2}… and 170 more\n$/);
});
