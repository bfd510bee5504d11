import manifest from "../package.json" with { type: "json" };
import { readCommandLine } from "./answers/command-line.ts";
import type { Fault } from "./answers/fault.ts";
import { packageManagerThatRan } from "./answers/run-by.ts";
import { swallowedFlags } from "./answers/swallowed-flags.ts";
import { CreateError, ExitCode } from "./errors.ts";
import { catalogue, catalogueText } from "./report/catalogue.ts";
import { explain } from "./report/explain.ts";
import { helpText } from "./report/help.ts";
import { jsonReporter } from "./report/json.ts";
import { startOutcome } from "./report/outcome.ts";
import { terminalReporter } from "./report/terminal.ts";
import { terminalTraits } from "./report/theme.ts";
import type { World } from "./world.ts";

const { version } = manifest;

/** Runs the command line. Never throws: whatever goes wrong is reported, and is the exit code. */
export async function main(world: World): Promise<ExitCode> {
  const { env, stdout, stderr } = world;
  const line = readCommandLine(world.argv);
  const { modes } = line;
  const situation = { runBy: packageManagerThatRan(env), dryRun: modes.dryRun };
  const traits = terminalTraits(env, world.platform, { input: world.stdin, output: stdout });
  const print = (text: string): ExitCode => {
    stdout.write(text);
    return ExitCode.done;
  };

  if (modes.help) return print(helpText(version, situation, traits.columns));
  if (modes.version) return print(`${version}\n`);
  if (modes.list) {
    const all = catalogue(version, situation);
    return print(modes.json ? `${JSON.stringify(all, undefined, 2)}\n` : catalogueText(all));
  }

  const reporter = modes.json ? jsonReporter(stdout) : terminalReporter(stdout, stderr, traits);
  const outcome = startOutcome(version);
  try {
    const swallowed = swallowedFlags({ env, words: world.argv, version, platform: world.platform });
    refuseFaults(swallowed === undefined ? line.faults : [swallowed]);
    // Loaded now, so that --help, --list and --version do not pay for the renderer.
    const { create } = await import("./create.ts");
    return await create({ world, line, situation, traits, reporter, outcome });
  } catch (thrown) {
    const { notice, exitCode, trace } = explain(thrown, { cancelled: world.signal.aborted, env });
    outcome.status = exitCode === ExitCode.conflict ? "conflict" : "failed";
    reporter.end({ ...outcome, error: notice }, undefined);
    if (trace !== undefined) stderr.write(`${trace}\n`);
    return exitCode;
  }
}

function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  throw new CreateError("usage", faults.map(({ message, fix }) => `${message} ${fix}`).join("\n"), {
    fix: "create-daloy --help shows every option.",
    exitCode: ExitCode.usage,
  });
}
