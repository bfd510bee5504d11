import assert from "node:assert/strict";
import { test } from "node:test";
import { runContractTests } from "@daloyjs/core/contract";
import { bearer, testApp, tokens } from "./support.ts";

test("the contract is whole", async () => {
  assert.deepEqual((await runContractTests(testApp())).issues, []);
});

/** Writes are refused here (403, a warning of the fuzzer): each feature sends its own where it is safe. */
test("the contract holds for requests made up from its schemas", async () => {
  const app = testApp({ RATE_LIMIT_PER_MINUTE: "100000" });
  const fuzz = { runs: 50, seed: 1, headers: bearer(tokens.read) };
  const { issues } = await runContractTests(app, { fuzz });
  assert.deepEqual(
    issues.filter(({ level }) => level === "error"),
    [],
  );
});
