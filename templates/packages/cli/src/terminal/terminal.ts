import type { Writable } from "node:stream";

/** Where a command writes, and what can be shown there. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly style: Style;
  /** How many characters a line holds. */
  readonly columns: number;
}

/** The signs and colours. No meaning hangs on colour alone: each sign differs too. */
export interface Style {
  readonly pass: string;
  readonly fail: string;
  readonly skip: string;
  readonly bar: string;
  green(text: string): string;
  red(text: string): string;
  faint(text: string): string;
}

type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Wider text is hard to read, and a pipe has no width. */
const mostColumns = 100;
const fewestColumns = 40;

export function createTerminal(
  env: Readonly<NodeJS.ProcessEnv>,
  platform: NodeJS.Platform,
  output: Output,
  errors: Output,
): Terminal {
  return {
    out: (text) => output.write(text),
    error: (text) => errors.write(text),
    style: createStyle(showsUnicode(env, platform), showsColour(env, output.isTTY === true)),
    columns: Math.max(fewestColumns, Math.min(output.columns || mostColumns, mostColumns)),
  };
}

export function createStyle(unicode: boolean, colour: boolean): Style {
  const paint = (open: number, close: number) => (text: string) =>
    colour ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    pass: unicode ? "✓" : "ok  ",
    fail: unicode ? "✗" : "FAIL",
    skip: unicode ? "–" : "--  ",
    bar: unicode ? "│" : "|",
    green: paint(32, 39),
    red: paint(31, 39),
    faint: paint(2, 22),
  };
}

/** `NO_COLOR` (no-color.org) wins over `FORCE_COLOR`; without either only a terminal has colour. */
function showsColour(env: Readonly<NodeJS.ProcessEnv>, isTerminal: boolean): boolean {
  if (env["NO_COLOR"]) return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return isTerminal && env["TERM"] !== "dumb";
}

/** An unset locale counts as UTF-8: containers seldom set one. */
function showsUnicode(env: Readonly<NodeJS.ProcessEnv>, platform: NodeJS.Platform): boolean {
  if (env["TERM"] === "linux" || env["TERM"] === "dumb") return false;
  if (platform === "win32") return env["WT_SESSION"] !== undefined || env["TERM_PROGRAM"] === "vscode";
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "UTF-8";
  return /utf-?8/i.test(locale);
}
