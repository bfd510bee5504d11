import type { Finding, Gate, Judgement } from "../../verify/gate.ts";
import { judgeCompatibilityDate } from "./compatibility-date.ts";
import { disagreements } from "./disagreements.ts";
import type { Pin } from "./pin.ts";
import { findPins } from "./pins.ts";
import { loadSchedule, type RuntimeSchedule, runtimeNames, type Schedule, supportOf } from "./schedule.ts";

/** Long enough to move to another major version without haste. */
const warnDays = 180;
const dayMs = 86_400_000;

export const runtimeEol: Gate = {
  name: "runtime-eol",
  summary: "The runtime is still supported, and every file names the same one",
  explanation: `Reads the versions of Node, Bun and Deno in package.json (engines, devEngines, volta), .nvmrc, .node-version,
.bun-version, .dvmrc, .tool-versions, Dockerfiles, GitHub workflows and actions, and the Runtime of Lambda functions. It finds
versions past their end of life, and warns ${warnDays} days ahead. A range such as >=20.19.0 passes while it admits one line that
is supported: it says what may be used, not what is. And it finds files that disagree about what runs, and a compatibility_date of
Workers that is to come, or more than two years old.

The days of Node are those of nodejs/Release. Bun and Deno publish none, and mend only their newest line: a line of theirs counts
as ended a year after the next one came out, which is a rule of this tool. All are as of the day in data/runtimes.json; of a
version that is newer it says that it does not know. It does not look at patch releases, nor at what moves (node:lts, latest).`,
  async run(context) {
    const schedule = await loadSchedule();
    const pins = await findPins(context, schedule);
    const workers = await judgeCompatibilityDate(context);
    const judged = await Promise.all(pins.map((pin) => judge(pin, schedule, context.now)));
    return {
      findings: [
        ...judged.flatMap(({ findings }) => findings),
        ...(await disagreements(pins, schedule)),
        ...workers.findings,
      ],
      warnings: [...judged.flatMap(({ warnings = [] }) => warnings), ...(workers.warnings ?? [])],
      unchecked: judged.flatMap(({ unchecked = [] }) => unchecked),
    };
  },
};

async function judge(pin: Pin, schedule: Schedule, now: Date): Promise<Judgement> {
  const { runtime, version, file, line } = pin;
  const known = schedule[runtime];
  const support = await supportOf(version, known);
  const name = `${runtimeNames[runtime]} ${version}`;
  const place = `${file}:${line}`;
  if (support === "unreadable")
    return { findings: [], unchecked: [`${place}: ${version} is no range of versions.`] };
  if (support === "unknown") {
    const unchecked = `${place}: ${name} is newer than what is known of ${runtimeNames[runtime]}, as of ${schedule.asOf}.`;
    return { findings: [], unchecked: [unchecked] };
  }
  const days =
    support.end === undefined ? Number.POSITIVE_INFINITY : (Date.parse(support.end) - now.getTime()) / dayMs;
  if (days < -1) return { findings: [ended(pin, support.end ?? "", known, now)] };
  if (days > warnDays) return { findings: [] };
  const left = Math.max(0, Math.ceil(days));
  return {
    findings: [],
    warnings: [`${place}: ${name} ends on ${support.end}, in ${left} days (${known.source}).`],
  };
}

function ended(
  { runtime, version, file, line }: Pin,
  end: string,
  known: RuntimeSchedule,
  now: Date,
): Finding {
  const name = runtimeNames[runtime];
  const today = now.toISOString().slice(0, 10);
  const next = known.lines
    .filter(({ start = "", end }) => start <= today && (end === undefined || end > today))
    .map((one) => one.line);
  const says = known.scheduled
    ? `has had no security fixes since ${end}`
    : `was followed by another line more than a year ago, and ${name} mends only its newest`;
  return {
    file,
    line,
    rule: "end-of-life",
    message: `${name} ${version} ${says} (${known.source}).`,
    why: "Holes that are found in the runtime from now on are published, and stay open here.",
    fix: `Move to ${name} ${next.join(", ").replace(/, ([^,]*)$/, " or $1")}, in every file that names the version, and run the tests.`,
  };
}
