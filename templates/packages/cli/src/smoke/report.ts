import type { Style, Terminal } from "../terminal/terminal.ts";
import { indent, printable, seconds } from "../terminal/text.ts";
import type { ToolError } from "../tool-error.ts";
import type { Check } from "./check.ts";
import type { SmokeReport } from "./smoke.ts";

/** Tells how a run goes. */
export interface Reporter {
  check(check: Check): void;
  end(report: SmokeReport, ms: number): void;
  /** The run could not be finished. */
  fail(error: ToolError, checks: readonly Check[]): void;
}

/** One document on stdout, at the end. */
export function jsonReporter({ out }: Terminal): Reporter {
  const print = (document: object): void => out(`${JSON.stringify(document, undefined, 2)}\n`);
  const plain = ({ name, ok, ms, detail }: Check) => ({ name, ok, ms, detail });
  return {
    check() {},
    end: ({ ok, checks }) => print({ schema: 1, ok, checks: checks.map(plain) }),
    fail: ({ message, fix }, checks) =>
      print({ schema: 1, ok: false, checks: checks.map(plain), error: { message, fix } }),
  };
}

/** One line for each check as it finishes, and a count. */
export function humanReporter({ out, style }: Terminal): Reporter {
  return {
    check: (check) => out(`${checkLine(check, style)}\n`),
    end({ checks }, ms) {
      const failed = checks.filter(({ ok, skipped }) => !ok && !skipped).length;
      const skipped = checks.filter((check) => check.skipped).length;
      const count = `${checks.length} ${checks.length === 1 ? "check" : "checks"}`;
      const left = skipped > 0 ? `, ${skipped} not looked at` : "";
      const verdict =
        failed + skipped === 0
          ? style.green(`${count} hold`)
          : style.red(`${failed} of ${count} failed${left}`);
      out(`\n${verdict} ${style.faint(`(${seconds(ms)})`)}\n`);
    },
    fail() {},
  };
}

function checkLine({ name, ok, ms, detail, skipped }: Check, style: Style): string {
  if (ok) return `${style.green(style.pass)} ${name} ${style.faint(`(${seconds(ms)})`)}`;
  if (skipped) return `${style.faint(style.skip)} ${name}`;
  return `${style.red(style.fail)} ${name}\n${indent(printable(detail), `    ${style.bar} `)}`;
}

/** One line of JSON for each check on the error output, for a program that shows the progress. */
export function progressReporter({ error }: Terminal): Reporter {
  return {
    check: ({ name, ok, ms, detail }) => error(`${JSON.stringify({ check: { name, ok, ms, detail } })}\n`),
    end() {},
    fail() {},
  };
}

export function reportTo(reporters: readonly Reporter[]): Reporter {
  return {
    check: (check) => reporters.forEach((reporter) => void reporter.check(check)),
    end: (report, ms) => reporters.forEach((reporter) => void reporter.end(report, ms)),
    fail: (error, checks) => reporters.forEach((reporter) => void reporter.fail(error, checks)),
  };
}
