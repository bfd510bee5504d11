import type { SmokeConfig } from "../../config/config.ts";
import { configFile } from "../../config/config.ts";
import type { Check } from "../../smoke/check.ts";
import { defaultLimits } from "../../smoke/limits.ts";
import { startCheck } from "../../smoke/running-app.ts";
import { proveRefusals } from "../../smoke/smoke.ts";
import type { Finding, Gate } from "../../verify/gate.ts";

export const boot: Gate = {
  name: "boot",
  summary: "The app starts in production, and refuses to with insecure settings",
  explanation: `Builds the project, starts its own entry in production with the secrets of .env (or made-up ones), and then once with each
insecure setting of smoke.refusals in daloy.config.json, and with a write route that asks nobody who they are. A refusal counts
when it comes before listening, with a non-zero exit code, from the expected guard.

A guard that was switched off, or that an error handler swallows, is seen only by trying.

It does not ask the running app anything: daloy smoke does.`,
  waits: true,
  async run({ config, directory, env, build, readText }) {
    if (config.smoke === undefined)
      return { skipped: 'daloy.config.json has no "smoke" section, which says how the app starts' };
    const checks = await proveRefusals(directory, env, defaultLimits, build);
    return bootFindings(checks, config.smoke, (await readText(configFile)) ?? "");
  },
};

export function bootFindings(
  checks: readonly Check[],
  { refusals }: Pick<SmokeConfig, "refusals">,
  text: string,
): Finding[] {
  const failed = checks.filter(({ ok }) => !ok);
  return failed.map(({ name, detail }) => {
    const starts = name === startCheck;
    const refusal = refusals.find((one) => name.endsWith(`: ${one.name}`));
    return {
      file: configFile,
      line: lineOf(text, refusal === undefined ? '"smoke"' : JSON.stringify(refusal.name)),
      rule: starts ? "start" : "refusal",
      message: starts
        ? `The app does not start in production: ${detail}`
        : `The app no longer ${name}: ${detail}`,
      why: starts
        ? "What does not start proves nothing about what it would refuse."
        : "This setting is insecure, and production would run with it.",
      fix: starts
        ? "Run `daloy smoke` for its words."
        : "Look for a guard that is waived, an error that is caught, or a setting that is no longer read.",
    };
  });
}

function lineOf(text: string, part: string): number {
  const index = text.indexOf(part);
  return index < 0 ? 1 : text.slice(0, index).split("\n").length;
}
