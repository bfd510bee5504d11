import { fetchBun } from "../support/runtimes.ts";
import { describeConformance } from "./conformance.ts";
import { processTarget } from "./targets/process-target.ts";

describeConformance(
  processTarget({
    name: "bun",
    cannot: {
      "raw-target": "Bun.serve resolves dot segments and backslashes before it hands over the request.",
    },
    entry: "bun",
    command: (entry) => [fetchBun(), "run", entry],
  }),
);
