import assert from "node:assert/strict";
import { test } from "node:test";
import { runContractTests } from "@daloyjs/core/contract";
import { bearer, testApp, tokens } from "./support.ts";

/** Requests are made up from the schemas. Writes are refused here (403): each feature sends its own where it is safe. */
test("the contract holds", async () => {
  const app = testApp({ RATE_LIMIT_PER_MINUTE: "100000" });
  const fuzz = { runs: 50, seed: 1, headers: bearer(tokens.read) };
  const { ok, issues } = await runContractTests(app, { fuzz });
  assert.deepEqual(issues, []);
  assert.ok(ok);
});
