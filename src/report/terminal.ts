import type { Writable } from "node:stream";
import type { Notice, Outcome } from "./outcome.ts";
import { Printer } from "./printer.ts";
import type { Progress, Reporter } from "./reporter.ts";
import { Spinner } from "./spinner.ts";
import { drawnTheme, emphasis, plainTheme, type TerminalTraits, type Theme } from "./theme.ts";
import { wrap } from "./wrap.ts";

type Output = Writable & { readonly columns?: number };

/** Longer lines are hard to read, however wide the terminal is. */
const readableWidth = 100;

/** The report for a person: signs and a spinner on a terminal, plain lines elsewhere. Errors go to `errors`. */
export function terminalReporter(output: Output, errors: Output, traits: TerminalTraits): Reporter {
  const theme = traits.plain ? plainTheme : drawnTheme;
  const width = Math.min(traits.columns, readableWidth) - 4;
  const printer = new Printer(output, theme, width);
  let spinner: Spinner | undefined;

  return {
    begin: (title) => printer.line(`${theme.first}${emphasis.bold(title)}`),
    say: (text, lines) => printer.block(theme.done, text, lines),
    warn: ({ message, fix }) => printer.block(theme.warning, `${message} ${fix}`),
    step(text) {
      if (traits.plain) return plainStep(text, printer, theme);
      printer.gap();
      spinner = new Spinner(output, `${text}${theme.ellipsis}`, emphasis.command);
      return drawnStep(spinner, printer, theme);
    },
    end(outcome, repeat) {
      spinner?.stop();
      if (outcome.error === undefined) {
        printer.gap();
        printer.line(`${theme.last}${closing(outcome)}`);
      } else printError(outcome.error, printer, new Printer(errors, theme, width), theme);
      if (outcome.next.length > 0) printer.line(section("Next", outcome.next));
      if (repeat !== undefined) {
        printer.line(
          section(outcome.status === "planned" ? "To carry it out" : "To repeat this run", [repeat]),
        );
      }
    },
  };
}

function drawnStep(spinner: Spinner, printer: Printer, theme: Theme): Progress {
  return {
    update: (text) => spinner.update(`${text}${theme.ellipsis}`),
    line: (text, ok) => spinner.around(() => printer.line(`${theme.bar}${checkLine(text, ok, theme)}`)),
    done(text) {
      spinner.stop();
      printer.block(theme.done, text);
    },
    fail: () => spinner.stop(),
  };
}

function plainStep(text: string, printer: Printer, theme: Theme): Progress {
  printer.block(theme.done, `${text}${theme.ellipsis}`);
  return {
    update() {},
    line: (line, ok) => printer.line(`${theme.bar}${checkLine(line, ok, theme)}`),
    done: (done) => printer.block(theme.done, done),
    fail() {},
  };
}

const checkLine = (text: string, ok: boolean, theme: Theme): string =>
  `${ok ? theme.pass : theme.miss} ${text}`;

/** Commands stand alone on their lines, never wrapped, so that they can be copied. */
const section = (title: string, commands: readonly string[]): string =>
  `\n${emphasis.faint(`${title}:`)}\n${commands.map((command) => `  ${emphasis.command(command)}`).join("\n")}`;

function closing({ status, answers, smoke }: Outcome): string {
  if (status === "planned") return "Nothing was written.";
  if (status === "unchanged") return `${answers?.name ?? "The project"} is up to date.`;
  return `${answers?.name ?? "The project"} is ${smoke?.ok === true ? "ready" : "written"}.`;
}

function printError({ code, message, fix }: Notice, printer: Printer, errors: Printer, theme: Theme): void {
  // A prompt that is declined has drawn its own gap.
  if (code === "cancelled") errors.line(`${theme.last}${message}`);
  else {
    printer.gap();
    errors.note(theme.failed, message, wrap(fix, errors.width).map(emphasis.faint));
  }
}
