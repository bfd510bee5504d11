import type { Waiver } from "../config/config.ts";
import { ToolError } from "../tool-error.ts";
import type { Finding, Gate, GateContext, Judgement } from "./gate.ts";
import { applyWaivers, type JudgedFinding, type ListedWaiver, matches } from "./waivers.ts";

export interface GateReport {
  readonly gate: string;
  readonly ok: boolean;
  readonly ms: number;
  /** Why there was nothing to judge. */
  readonly skipped?: string;
  readonly findings: readonly JudgedFinding[];
  /** What it could not look at this time, and why. */
  readonly unchecked?: readonly string[];
  /** What holds today and will not hold one day. */
  readonly warnings?: readonly string[];
  /** It could not do its work. */
  readonly error?: { readonly message: string; readonly fix: string };
}

export interface VerifyReport {
  readonly ok: boolean;
  readonly gates: readonly GateReport[];
  readonly waivers: readonly ListedWaiver[];
}

/**
 * Runs the gates in order, beside those that wait for programs of their own.
 *
 * @param fresh makes what the gates share; after a mended finding it is made anew
 * @param fix mends what can be mended safely, and judges again
 */
export async function runGates(
  gates: readonly Gate[],
  fresh: () => GateContext,
  { fix }: { readonly fix: boolean },
): Promise<VerifyReport> {
  let context = fresh();
  if (fix && (await mendAll(gates, context))) context = fresh();
  const reports = new Map<Gate, GateReport>();
  const run = async (gate: Gate): Promise<void> => void reports.set(gate, await runGate(gate, context));
  const waiting = gates.filter(({ waits }) => waits).map(run);
  for (const gate of gates) if (!gate.waits) await run(gate);
  await Promise.all(waiting);
  const inOrder = gates.flatMap((gate) => reports.get(gate) ?? []);
  return {
    ok: inOrder.every(({ ok }) => ok),
    gates: inOrder,
    waivers: (context.config.verify?.waivers ?? []).map((waiver) => listed(waiver, inOrder)),
  };
}

async function runGate(gate: Gate, context: GateContext): Promise<GateReport> {
  const started = performance.now();
  const since = (): number => Math.round(performance.now() - started);
  try {
    const outcome = await gate.run(context);
    if ("skipped" in outcome) {
      return { gate: gate.name, ok: true, ms: since(), skipped: outcome.skipped, findings: [] };
    }
    const waivers = context.config.verify?.waivers ?? [];
    const { findings, unchecked = [], warnings = [] } = judgementOf(outcome);
    const judged = applyWaivers(gate, [...findings].sort(byPlace), waivers, context.now);
    return {
      gate: gate.name,
      ok: judged.every(({ waived }) => waived),
      ms: since(),
      findings: judged,
      ...(unchecked.length > 0 && { unchecked }),
      ...(warnings.length > 0 && { warnings }),
    };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const { message, fix } = error;
    return { gate: gate.name, ok: false, ms: since(), findings: [], error: { message, fix } };
  }
}

const judgementOf = (outcome: readonly Finding[] | Judgement): Judgement =>
  "findings" in outcome ? outcome : { findings: outcome };

function byPlace(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line;
}

/** Mends what no waiver lets pass; true when anything was. */
async function mendAll(gates: readonly Gate[], context: GateContext): Promise<boolean> {
  let mended = false;
  for (const gate of gates) {
    const outcome = await gate.run(context);
    if ("skipped" in outcome) continue;
    const { findings } = judgementOf(outcome);
    const judged = applyWaivers(gate, findings, context.config.verify?.waivers ?? [], context.now);
    for (const [index, { mend }] of findings.entries()) {
      if (mend === undefined || judged[index]?.waived) continue;
      await mend();
      mended = true;
    }
  }
  return mended;
}

function listed(waiver: Waiver, reports: readonly GateReport[]): ListedWaiver {
  const waived = reports.flatMap(({ gate, findings }) =>
    findings.filter((finding) => finding.waived && matches(waiver, gate, finding)),
  );
  return { ...waiver, waived: waived.length };
}
