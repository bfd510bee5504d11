import { configFile, type Waiver } from "../config/config.ts";
import { nearest } from "../nearest.ts";
import type { Finding, Gate } from "./gate.ts";

/** A finding as it is reported. */
export interface JudgedFinding extends Omit<Finding, "mend"> {
  readonly waived?: { readonly reason: string; readonly expires: string };
}

export interface ListedWaiver extends Waiver {
  /** How many findings of this run it let pass. */
  readonly waived: number;
}

const mostDays = 366;
const dayMs = 86_400_000;

/** Marks the findings of a gate that a sound waiver lets pass. */
export function applyWaivers(
  { name, waivable }: Pick<Gate, "name" | "waivable">,
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  now: Date,
): JudgedFinding[] {
  return findings.map(({ mend: _mend, ...finding }) => {
    for (const waiver of waivable === false ? [] : waivers) {
      const { reason, expires } = waiver;
      if (reason === undefined || expires === undefined || faultOf(waiver, now) !== undefined) continue;
      if (matches(waiver, name, finding)) return { ...finding, waived: { reason, expires } };
    }
    return finding;
  });
}

export function matches(
  waiver: Waiver,
  gate: string,
  { rule, file, package: locked }: Pick<Finding, "rule" | "file" | "package">,
): boolean {
  if (waiver.gate !== gate) return false;
  if (waiver.rule !== undefined && waiver.rule !== rule) return false;
  if (waiver.package !== undefined && waiver.package !== locked) return false;
  if (waiver.file === undefined) return true;
  return waiver.file.endsWith("/") ? file.startsWith(waiver.file) : file === waiver.file;
}

/** The waivers that are themselves findings. @param line where the waiver with this number stands */
export function judgeWaivers(
  waivers: readonly Waiver[],
  gates: readonly string[],
  now: Date,
  line: (index: number) => number,
): Finding[] {
  return waivers.flatMap((waiver, index) => {
    const fault = gates.includes(waiver.gate) ? faultOf(waiver, now) : unknownGate(waiver.gate, gates);
    if (fault === undefined) return [];
    const name = `verify.waivers[${index}] (${waiver.gate})`;
    return {
      file: configFile,
      line: line(index),
      rule: fault.rule,
      message: `${name} ${fault.message}.`,
      why: "A waiver that nobody has to think about again is a check that was removed.",
      fix: fault.fix,
    };
  });
}

interface Fault {
  readonly rule: string;
  readonly message: string;
  readonly fix: string;
}

function faultOf({ reason, expires }: Waiver, now: Date): Fault | undefined {
  if (!reason?.trim()) {
    return { rule: "no-reason", message: "has no reason", fix: 'Say in "reason" why the finding may stand.' };
  }
  const last = lastMoment(expires);
  if (last === undefined) {
    const fix = 'Say in "expires" until which day it counts: "YYYY-MM-DD".';
    return { rule: "no-expiry", message: "has no day on which it expires", fix };
  }
  const days = (last - now.getTime()) / dayMs;
  if (days < 0) {
    const fix = "Mend what it lets pass and remove it, or decide anew with a new day.";
    return { rule: "expired", message: `expired on ${expires}`, fix };
  }
  if (days <= mostDays) return undefined;
  const fix = "Choose a day within a year.";
  return { rule: "too-long", message: "lasts longer than a year", fix };
}

/** The end of that day wherever it ends last; `undefined` when it is no day. */
function lastMoment(expires: string | undefined): number | undefined {
  if (expires === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(expires)) return undefined;
  const start = Date.parse(`${expires}T00:00:00Z`);
  // `Date` takes the 30th of February for the 2nd of March.
  if (Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== expires) return undefined;
  return start + dayMs + 12 * 3_600_000;
}

function unknownGate(name: string, gates: readonly string[]): Fault {
  const meant = nearest(name, gates);
  const fix = meant === undefined ? `The gates are ${gates.join(", ")}.` : `Did you mean ${meant}?`;
  return { rule: "unknown-gate", message: "names no gate", fix };
}
