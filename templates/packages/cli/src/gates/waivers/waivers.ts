import { configFile } from "../../config/config.ts";
import type { Gate } from "../../verify/gate.ts";
import { judgeWaivers } from "../../verify/waivers.ts";

/** @param names the gates that a waiver may name */
export const waiversGate = (names: readonly string[]): Gate => ({
  name: "waivers",
  summary: "Waivers have a reason and a last day",
  explanation: `Finds waivers in daloy.config.json that name no gate, have no reason, have no last day, are past it, or last longer
than a year. Such a waiver lets nothing pass. No waiver can let a finding of this gate pass.

It does not judge whether a reason is a good one: that is for whoever reviews daloy.config.json.`,
  waivable: false,
  async run({ config, now, readText }) {
    const waivers = config.verify?.waivers ?? [];
    if (waivers.length === 0) return [];
    const lines = waiverLines((await readText(configFile)) ?? "");
    return judgeWaivers(waivers, names, now, (index) => lines[index] ?? 1);
  },
});

/** The line of each waiver's "gate". */
function waiverLines(text: string): number[] {
  const start = Math.max(0, text.search(/"waivers"\s*:/));
  return [...text.slice(start).matchAll(/"gate"\s*:/g)].map(
    ({ index }) => text.slice(0, start + index).split("\n").length,
  );
}
