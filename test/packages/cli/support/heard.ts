import { createStyle, type Terminal } from "../../../../templates/packages/cli/src/terminal/terminal.ts";

/** A terminal without colours, and what was written to it. */
export function heardTerminal(columns = 100): {
  readonly seen: { out: string; error: string };
  readonly terminal: Terminal;
} {
  const seen = { out: "", error: "" };
  const terminal: Terminal = {
    out(text) {
      seen.out += text;
    },
    error(text) {
      seen.error += text;
    },
    style: createStyle(true, false),
    columns,
  };
  return { seen, terminal };
}
