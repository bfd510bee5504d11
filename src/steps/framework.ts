import { CreateError, ExitCode } from "../errors.ts";
import type { StepContext } from "./context.ts";
import type { Command } from "./run.ts";

const verifyFramework: Command = {
  file: process.execPath,
  args: ["node_modules/@daloyjs/cli/dist/daloy.js", "verify", "framework"],
};

/**
 * Lets the project's own tool compare the framework that it resolves with the hashes of the lock. A tool that cannot say
 * is warned about: it proved nothing, and found nothing.
 *
 * @returns What it found, if anything
 */
export async function checkFramework(context: StepContext): Promise<CreateError | undefined> {
  const { directory: cwd, env, signal, run, reporter, warn } = context;
  const step = reporter.step("Checking the framework");
  const { ok, exitCode, output } = await run(verifyFramework, { cwd, env, signal });
  if (ok) {
    step.done("The framework is what the lock says");
    return undefined;
  }
  step.fail();
  const words = output.trim();
  if (exitCode === ExitCode.verification) {
    return new CreateError("framework-differs", `The framework is not what the lock says.\n${words}`, {
      fix: "Remove node_modules, install again, and run `daloy verify framework`.",
      exitCode: ExitCode.verification,
    });
  }
  warn({
    code: "framework-unchecked",
    message: `The framework was not compared with the lock: ${words.split("\n")[0] ?? ""}`,
    fix: "Run `daloy verify framework` in the project.",
  });
  return undefined;
}
