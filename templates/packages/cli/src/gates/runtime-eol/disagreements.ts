import type { Finding } from "../../verify/gate.ts";
import type { Pin } from "./pin.ts";
import { runtimeNames, type Schedule, supportOf } from "./schedule.ts";

/** Places that name another line of a runtime than the one that runs, or do not admit it. */
export async function disagreements(pins: readonly Pin[], schedule: Schedule): Promise<Finding[]> {
  const found = await Promise.all(
    (["node", "bun", "deno"] as const).map(async (runtime) => {
      const of = pins.filter((pin) => pin.runtime === runtime && pin.kind !== "tests");
      const first = of.find(({ kind }) => kind === "runs");
      if (first === undefined) return [];
      const lines = await linesOf(first, schedule);
      const judged = of.map(async (pin): Promise<Finding[]> => {
        const admitted = await linesOf(pin, schedule);
        const agrees =
          lines.length === 0 || admitted.length === 0 || lines.some((line) => admitted.includes(line));
        return agrees ? [] : [disagreement(pin, first)];
      });
      return (await Promise.all(judged)).flat();
    }),
  );
  return found.flat();
}

async function linesOf({ runtime, version }: Pin, schedule: Schedule): Promise<readonly string[]> {
  const support = await supportOf(version, schedule[runtime]);
  return typeof support === "string" ? [] : support.lines.map(({ line }) => line);
}

const disagreement = ({ runtime, version, file, line, kind }: Pin, first: Pin): Finding => ({
  file,
  line,
  rule: "disagreement",
  message: `${kind === "admits" ? "This admits" : "This names"} ${runtimeNames[runtime]} ${version}, and ${first.file}:${first.line} names ${first.version}.`,
  why: "What is tested is not what runs, and a version that was forgotten in one file is kept long after its end.",
  fix: `${kind === "admits" ? "Admit" : "Write"} ${first.version} here, or change ${first.file}.`,
});
