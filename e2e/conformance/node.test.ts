import { fetchNode, nodeVersions } from "../support/runtimes.ts";
import { describeConformance } from "./conformance.ts";
import { processTarget } from "./targets/process-target.ts";

for (const version of nodeVersions) {
  describeConformance(
    processTarget({
      name: `node ${version}`,
      cannot: {},
      entry: "node",
      command: (entry) => [fetchNode(version), "--enable-source-maps", entry],
    }),
  );
}
