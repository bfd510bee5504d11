import type { Command, CommandContext } from "../command.ts";
import { loadConfig } from "../config/config.ts";
import { ExitCode } from "../exit-code.ts";
import { gates } from "../gates/index.ts";
import { unlessAborted } from "../processes/cancelled.ts";
import { ToolError, usageError } from "../tool-error.ts";
import { createGateContext } from "../verify/context.ts";
import { verifyDocument, verifyText } from "../verify/report.ts";
import { runGates, type VerifyReport } from "../verify/run.ts";
import { findGate, selectGates } from "../verify/select.ts";

export const verify: Command = {
  name: "verify",
  summary: "Judge the project: its source, its dependencies, its behaviour",
  description: `Runs every gate, or those that are named. A finding says where, which rule, why it matters and how to mend
it. What must stand for now is waived in daloy.config.json, with a reason and a last day.

Gates
${gates.map(({ name, summary }) => `  ${name.padEnd(20)}${summary}`).join("\n")}`,
  operands: "[gate…]",
  flags: {
    json: { description: "Print one JSON document on stdout, and nothing else there" },
    fix: { description: "Mend first what can be mended safely" },
    explain: { value: "gate", description: "Say what a gate finds, why, and what it does not find" },
  },
  async run(context) {
    const { terminal, flag, option, operands, signal } = context;
    const explained = option("explain");
    if (explained !== undefined) {
      if (operands.length > 0 || flag("json") || flag("fix")) {
        throw usageError(
          "--explain explains one gate, and runs none.",
          `Write --explain ${explained} alone.`,
        );
      }
      const { name, summary, explanation } = findGate(explained, gates);
      terminal.out(`${name}: ${summary}\n\n${explanation.trim()}\n`);
      return ExitCode.holds;
    }
    const selected = selectGates(operands, gates);
    const started = performance.now();
    try {
      const report = await unlessAborted(runSelected(selected, context), signal);
      if (flag("json")) terminal.out(verifyDocument(report));
      else terminal.out(verifyText(report, performance.now() - started, terminal));
      if (report.gates.some(({ error }) => error)) return ExitCode.toolFailed;
      return report.ok ? ExitCode.holds : ExitCode.found;
    } catch (error) {
      if (error instanceof ToolError && flag("json")) {
        const { message, fix } = error;
        const document = { schema: 1, ok: false, gates: [], error: { message, fix } };
        terminal.out(`${JSON.stringify(document, undefined, 2)}\n`);
      }
      throw error;
    }
  },
};

async function runSelected(
  selected: typeof gates,
  { directory, env, flag }: CommandContext,
): Promise<VerifyReport> {
  const config = await loadConfig(directory);
  const fresh = () => createGateContext({ directory, config, env, now: new Date() });
  return runGates(selected, fresh, { fix: flag("fix") });
}
