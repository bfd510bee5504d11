import { bold, cyan, dim, green, red, yellow } from "kolorist";

/** What the terminal at hand can show. */
export interface TerminalTraits {
  /** A person can be asked: both ends are a terminal, and it is not a CI machine. */
  readonly interactive: boolean;
  /** Questions and progress as plain lines, with no cursor movement and no drawing. */
  readonly plain: boolean;
  /** In cells. A terminal that says 0 does not know. */
  readonly columns: number;
}

interface Ends {
  readonly input: { readonly isTTY?: boolean };
  readonly output: { readonly isTTY?: boolean; readonly columns?: number };
}

/** Reads the terminal's traits from the environment. Colour is not among them: kolorist and clack read it alike. */
export function terminalTraits(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  { input, output }: Ends,
): TerminalTraits {
  const ci = isOn(env["CI"]);
  const terminal = output.isTTY === true;
  return {
    interactive: terminal && input.isTTY === true && !ci,
    plain:
      !terminal || ci || isOn(env["ACCESSIBLE"]) || env["TERM"] === "dumb" || !showsUnicode(env, platform),
    columns: output.columns || 80,
  };
}

const isOn = (value: string | undefined): boolean =>
  value !== undefined && !["", "0", "false"].includes(value);

/** Whether the terminal shows UTF-8. An unset locale counts as UTF-8: containers seldom set one. */
function showsUnicode(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  if (env["TERM"] === "linux") return false;
  if (platform === "win32") return env["WT_SESSION"] !== undefined || env["TERM_PROGRAM"] === "vscode";
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "UTF-8";
  return /utf-?8/i.test(locale);
}

/** The signs and colours of the report. No meaning hangs on colour alone: each sign differs too. */
export interface Theme {
  readonly first: string;
  readonly bar: string;
  /** An empty line between two blocks, where there is to be one. */
  readonly gap: string | undefined;
  readonly last: string;
  readonly done: string;
  readonly failed: string;
  readonly warning: string;
  readonly pass: string;
  readonly miss: string;
  readonly ellipsis: string;
}

export const drawnTheme: Theme = {
  first: dim("┌  "),
  bar: dim("│  "),
  gap: dim("│"),
  last: dim("└  "),
  done: green("◇  "),
  failed: red("■  "),
  warning: yellow("▲  "),
  pass: green("✓"),
  miss: red("✗"),
  ellipsis: "…",
};

export const plainTheme: Theme = {
  first: "",
  bar: "  ",
  gap: undefined,
  last: "",
  done: "- ",
  failed: "x ",
  warning: "! ",
  pass: "ok",
  miss: "FAILED",
  ellipsis: "...",
};

export const emphasis = { bold, faint: dim, command: cyan };
