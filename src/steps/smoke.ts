import { CreateError, ExitCode } from "../errors.ts";
import type { SmokeCheck } from "../report/outcome.ts";
import { seconds } from "../report/seconds.ts";
import type { StepContext } from "./context.ts";
import { scriptCommand, typed } from "./package-manager.ts";
import type { Command, RunResult } from "./run.ts";
import { readProgress, readSmokeReport } from "./smoke-report.ts";

export interface SmokeResult {
  readonly ok: boolean;
  readonly checks: readonly SmokeCheck[];
  readonly error?: CreateError;
}

/** The project's own tool, as the package manager links it. */
const smokeCommand: Command = {
  file: process.execPath,
  args: ["node_modules/@daloyjs/cli/dist/daloy.js", "smoke", "--json", "--progress"],
};

/** Builds the project and runs its own smoke test, showing each check as it comes. */
export async function buildAndSmoke(context: StepContext): Promise<SmokeResult> {
  const { directory: cwd, packageManager, env, signal, run, reporter } = context;
  const build = scriptCommand(packageManager, "build");
  const building = reporter.step("Building");
  const built = await run(build, { cwd, env, signal });
  if (!built.ok) {
    building.fail();
    return { ok: false, checks: [], error: failure("build-failed", `\`${typed(build)}\` failed.`, built) };
  }
  building.done(`Built in ${seconds(built.ms)}`);

  const testing = reporter.step("Running the smoke test");
  const show = (check: SmokeCheck) => testing.line(`${check.name} (${seconds(check.ms)})`, check.ok);
  const tested = await run(smokeCommand, {
    cwd,
    env,
    signal,
    onLine(line, stream) {
      const check = stream === "stderr" ? readProgress(line) : undefined;
      if (check !== undefined && !check.skipped) show(check);
    },
  });
  const report = readSmokeReport(tested.stdout);
  const checks = report?.checks ?? [];
  if (tested.ok && report?.ok === true) {
    testing.done(`Smoke test passed: ${checks.length} checks in ${seconds(tested.ms)}`);
    return { ok: true, checks };
  }
  const words = wordsOf(checks, tested);
  testing.fail();
  return {
    ok: false,
    checks,
    error: failure("smoke-failed", "The smoke test failed.", { ...tested, output: words }),
  };
}

/** What went wrong, in the words of the checks that failed, else of the tool or the app itself. */
function wordsOf(checks: readonly SmokeCheck[], { stderr, output }: RunResult): string {
  const failed = checks.filter(({ ok, skipped }) => !ok && !skipped);
  const skipped = checks.filter((check) => check.skipped).length;
  if (failed.length > 0) {
    const lines = failed.map(({ name, detail }) => `${name}: ${detail}`);
    return [...lines, ...(skipped === 0 ? [] : [`${skipped} more checks could not be made.`])].join("\n");
  }
  const said = stderr.split("\n").filter((line) => readProgress(line) === undefined);
  return said.join("\n").trim() || output;
}

function failure(code: string, message: string, { output }: RunResult): CreateError {
  const words = output.trim();
  return new CreateError(code, words === "" ? message : `${message}\n${words}`, {
    fix: "The project is there. Mend what is named, then run its smoke test again.",
    exitCode: ExitCode.verification,
  });
}
