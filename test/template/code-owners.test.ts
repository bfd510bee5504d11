import { expect, it } from "vitest";
import { setCodeOwner } from "../../src/template/code-owners.ts";

const rules = "# Who approves.\n* @owner\n\n/vendor/ @owner\n";

it("names the owner in every rule", () => {
  expect(setCodeOwner(rules, "@acme/api")).toBe("# Who approves.\n* @acme/api\n\n/vendor/ @acme/api\n");
});

it("keeps the rules as comments while nobody owns the code", () => {
  expect(setCodeOwner(rules, "none")).toBe("# Who approves.\n# * @owner\n\n# /vendor/ @owner\n");
});

it("refuses a file in which nobody could be named", () => {
  expect(() => setCodeOwner("# nothing\n", "@acme/api")).toThrow("needs rules");
});
