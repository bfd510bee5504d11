import type { Writable } from "node:stream";
import { dim } from "kolorist";
import type { Notice, Outcome } from "./outcome.ts";
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
  const print = (text: string): boolean => output.write(`${text}\n`);
  let spinner: Spinner | undefined;

  const block = (sign: string, text: string, lines: readonly string[] = []): void => {
    const [first = "", ...rest] = wrap(text, width);
    for (const line of [`${sign}${first}`, ...[...rest, ...lines].map((line) => `${theme.bar}${line}`)])
      print(line);
  };

  return {
    begin(title) {
      print(`${theme.first}${emphasis.bold(title)}`);
      if (!traits.plain) print(theme.bar);
    },
    say: (text, lines) => block(theme.done, text, lines),
    warn: (notice) => block(theme.warning, `${notice.message} ${notice.fix}`),
    step(text) {
      if (traits.plain) return plainStep(text, block, theme);
      spinner = new Spinner(output, `${text}${theme.ellipsis}`, (frame) => emphasis.command(frame));
      return drawnStep(spinner, block, theme);
    },
    end(outcome, repeat) {
      spinner?.stop();
      if (outcome.error === undefined) print(`${theme.last}${closing(outcome)}`);
      else printError(errors, outcome.error, width);
      if (outcome.next.length > 0) print(section("Next", outcome.next));
      if (repeat !== undefined && outcome.error === undefined) print(section("To repeat this run", [repeat]));
    },
  };
}

type Block = (sign: string, text: string, lines?: readonly string[]) => void;

function drawnStep(spinner: Spinner, block: Block, theme: Theme): Progress {
  return {
    update: (text) => spinner.update(`${text}${theme.ellipsis}`),
    line: (text, ok) => spinner.above(`${theme.bar}${checkLine(text, ok, theme)}`),
    done(text) {
      spinner.stop();
      block(theme.done, text);
    },
    fail(text, detail) {
      spinner.stop();
      block(theme.failed, text, detailLines(detail));
    },
  };
}

function plainStep(text: string, block: Block, theme: Theme): Progress {
  block(theme.done, `${text}${theme.ellipsis}`);
  return {
    update() {},
    line: (line, ok) => block(theme.bar, checkLine(line, ok, theme)),
    done: (done) => block(theme.done, done),
    fail: (failed, detail) => block(theme.failed, failed, detailLines(detail)),
  };
}

const checkLine = (text: string, ok: boolean, theme: Theme): string =>
  `${ok ? theme.pass : theme.miss} ${text}`;

const detailLines = (detail: string): string[] => (detail.trim() === "" ? [] : detail.trimEnd().split("\n"));

/** Commands stand alone on their lines, never wrapped, so that they can be copied. */
const section = (title: string, commands: readonly string[]): string =>
  `\n${emphasis.faint(`${title}:`)}\n${commands.map((command) => `  ${emphasis.command(command)}`).join("\n")}`;

function closing(outcome: Outcome): string {
  return outcome.status === "planned"
    ? "Nothing was written."
    : `${outcome.answers?.name ?? "The project"} is ready.`;
}

function printError(errors: Output, { message, fix }: Notice, width: number): void {
  const lines = [...wrap(message, width), ...wrap(fix, width).map((line) => dim(line))];
  errors.write(`\n${lines.join("\n")}\n`);
}
