import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { Waiver } from "../../../../templates/packages/cli/src/config/config.ts";
import { gates } from "../../../../templates/packages/cli/src/gates/index.ts";
import { createGateContext } from "../../../../templates/packages/cli/src/verify/context.ts";
import { runGates } from "../../../../templates/packages/cli/src/verify/run.ts";

const templates = fileURLToPath(new URL("../../../../templates/", import.meta.url));

/** The gates that judge a text alone, whatever project it belongs to. */
const sourceGates = new Set([
  "secret-comparisons",
  "outbound-fetch",
  "dynamic-code",
  "weak-random",
  "unicode",
  "log-leaks",
]);

const waived: readonly (readonly [gate: string, file: string, reason: string])[] = [
  ["outbound-fetch", "packages/cli/src/host/cloudflare.ts", "asks this machine's own port"],
  ["dynamic-code", "packages/cli/src/host/serve.ts", "loads the project's own entry, for a test"],
  ["outbound-fetch", "packages/cli/src/registry/fetch-json.ts", "asks the registry that the user configured"],
  ["outbound-fetch", "packages/core/src/client/client.ts", "a client sends where its user says"],
  [
    "outbound-fetch",
    "packages/core/src/docs/page/send.ts",
    "runs in the reader's browser, not on the server",
  ],
  ["outbound-fetch", "packages/core/src/fetch-guard/fetch-guard.ts", "is the guard"],
  [
    "outbound-fetch",
    "packages/cli/src/host/cloudflare.ts",
    "asks the Worker that it started on this machine",
  ],
  [
    "dynamic-code",
    "packages/cli/src/host/serve.ts",
    "loads the project's own entry point, as its platform would",
  ],
  [
    "dynamic-code",
    "packages/cli/src/processes/child.ts",
    "starts what the project's own configuration names",
  ],
  [
    "dynamic-code",
    "packages/cli/src/project/create-app.ts",
    "loads the project's own modules, in a process of their own",
  ],
];

describe("the templates and the vendored packages", () => {
  it("pass the source gates, but for what is waived here", async () => {
    const { stdout } = await promisify(execFile)("git", ["ls-files", "-z"], { cwd: templates });
    const files = stdout.split("\0").filter(Boolean);
    const waivers = waived.map(
      ([gate, file, reason]): Waiver => ({ gate, file, reason, expires: "2027-06-01" }),
    );
    const fresh = () =>
      createGateContext(
        { directory: templates, config: { verify: { waivers } }, env: {}, now: new Date("2026-11-22") },
        {
          list: async () => files,
          read: (file) => readFile(join(templates, file), "utf8").catch(() => undefined),
        },
      );
    const judged = gates.filter(({ name }) => sourceGates.has(name));
    const report = await runGates(judged, fresh, { fix: false });
    const findings = report.gates.flatMap(({ gate, findings }) =>
      findings
        .filter((finding) => !finding.waived)
        .map(({ file, line, message }) => `${gate} ${file}:${line} ${message}`),
    );
    expect(findings).toEqual([]);
    expect(report.waivers.filter((waiver) => waiver.waived === 0)).toEqual([]);
  }, 60_000);
});
