import type { Style, Terminal } from "../terminal/terminal.ts";
import { printable, seconds, wrap } from "../terminal/text.ts";
import type { GateReport, VerifyReport } from "./run.ts";
import type { JudgedFinding, ListedWaiver } from "./waivers.ts";

/** The document of `daloy verify --json`. */
export function verifyDocument(report: VerifyReport): string {
  return `${JSON.stringify({ schema: 1, ...report }, undefined, 2)}\n`;
}

/** For people: every gate, every finding with its reason and its fix, every waiver, and a count. */
export function verifyText(report: VerifyReport, ms: number, { style, columns }: Terminal): string {
  const parts = report.gates.map((gate) => gateText(gate, style, columns));
  const waivers = report.waivers.length > 0 ? `\nWaivers\n${report.waivers.map(waiverLine).join("")}` : "";
  return `${parts.join("")}${waivers}\n${verdict(report, style)} ${style.faint(`(${seconds(ms)})`)}\n`;
}

function gateText(report: GateReport, style: Style, columns: number): string {
  const { gate, ms, skipped, findings, error, unchecked = [], warnings = [] } = report;
  if (skipped !== undefined)
    return `${style.faint(style.skip)} ${gate} ${style.faint(`skipped: ${skipped}`)}\n`;
  const waived = findings.filter((finding) => finding.waived).length;
  const aside = `(${[...(waived > 0 ? [`${waived} waived`] : []), seconds(ms)].join(", ")})`;
  const asides = [
    ...warnings.map((warning) => labelled("warning: ", warning, columns)),
    ...unchecked.map((what) => labelled("not checked: ", what, columns)),
  ].join("");
  if (report.ok) return `${style.green(style.pass)} ${gate} ${style.faint(aside)}\n${asides}`;
  const head = `${style.red(style.fail)} ${gate} ${style.faint(aside)}\n`;
  if (error) return head + labelled("", `${error.message} ${error.fix}`, columns);
  return head + findings.flatMap((finding) => findingText(finding, style, columns)).join("") + asides;
}

function findingText(finding: JudgedFinding, style: Style, columns: number): string[] {
  if (finding.waived) return [];
  const { file, line, rule, message, why, fix } = finding;
  return [
    `    ${printable(`${file}:${line}`)} ${style.faint(`[${rule}]`)}\n`,
    labelled("", message, columns),
    labelled("why: ", why, columns),
    labelled("fix: ", fix, columns),
  ];
}

function labelled(label: string, text: string, columns: number): string {
  const margin = " ".repeat(6 + label.length);
  const lines = wrap(printable(text), columns - margin.length);
  return lines.map((line, index) => `${index === 0 ? `      ${label}` : margin}${line}\n`).join("");
}

function waiverLine({ gate, rule, package: locked, file, reason, expires, waived }: ListedWaiver): string {
  const what = [gate, rule, locked, file].filter(Boolean).join(" ");
  const until = expires === undefined ? "without an end" : `until ${expires}`;
  return printable(`  ${what}, ${until}: ${reason || "no reason"} (${waived} waived)`).concat("\n");
}

function verdict({ gates }: VerifyReport, style: Style): string {
  const findings = gates.flatMap((gate) => gate.findings.filter(({ waived }) => !waived)).length;
  const failed = gates.filter(({ ok }) => !ok).length;
  const broken = gates.filter(({ error }) => error).length;
  const skipped = gates.filter((gate) => gate.skipped !== undefined).length;
  const partial = gates.filter(({ unchecked }) => unchecked).length;
  const left = [
    ...(partial > 0 ? [`, ${partial} not in full`] : []),
    ...(skipped > 0 ? [`, ${skipped} skipped`] : []),
  ].join("");
  if (failed === 0) return style.green(`${count(gates.length - skipped, "gate holds", "gates hold")}${left}`);
  const found = `${count(findings, "finding", "findings")} in ${count(failed - broken, "gate", "gates")}`;
  const unable = broken > 0 ? `, ${count(broken, "gate", "gates")} could not look` : "";
  return style.red(`${found} of ${gates.length}${unable}${left}`);
}

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;
