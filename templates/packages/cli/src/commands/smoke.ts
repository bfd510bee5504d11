import type { Command } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { unlessAborted } from "../processes/cancelled.ts";
import type { Check } from "../smoke/check.ts";
import { defaultLimits } from "../smoke/limits.ts";
import { humanReporter, jsonReporter, progressReporter, reportTo } from "../smoke/report.ts";
import { smokeTest } from "../smoke/smoke.ts";
import { ToolError } from "../tool-error.ts";

export const smoke: Command = {
  name: "smoke",
  summary: "Build the app, boot it in production, and prove its protections",
  description: `Builds the project, boots its own entry in production on a free port with the secrets of .env, and
asks it what an attacker would ask. Then boots it again with each insecure setting of
daloy.config.json, and passes only if it refuses to start, for the expected reason.`,
  flags: {
    json: { description: "Print one JSON document on stdout, and nothing else there" },
    progress: { description: "Print each check as a line of JSON on stderr as it finishes" },
  },
  async run({ directory, env, terminal, signal, flag }) {
    const reporter = reportTo([
      flag("json") ? jsonReporter(terminal) : humanReporter(terminal),
      ...(flag("progress") ? [progressReporter(terminal)] : []),
    ]);
    const finished: Check[] = [];
    const started = performance.now();
    try {
      const report = await unlessAborted(
        smokeTest(directory, env, defaultLimits, (check) => {
          if (signal.aborted) return;
          finished.push(check);
          reporter.check(check);
        }),
        signal,
      );
      reporter.end(report, performance.now() - started);
      return report.ok ? ExitCode.holds : ExitCode.found;
    } catch (error) {
      if (error instanceof ToolError) reporter.fail(error, finished);
      throw error;
    }
  },
};
