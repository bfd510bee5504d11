import type { Command, Flag } from "./command.ts";

export const globalFlags: Readonly<Record<string, Flag>> = {
  help: { description: "Show this help" },
  version: { description: "Show the version" },
};

export function overview(commands: readonly Command[]): string {
  const rows = commands.map(({ name, summary }) => [name, summary] as const);
  return `Usage: daloy <command> [options]

Commands
${table(rows)}

Options
${flagTable(globalFlags)}

Exit codes: 0 all holds, 1 the tool failed, 2 usage, 4 something was found, 130 cancelled.
`;
}

export function commandHelp({ name, description, operands, flags }: Command): string {
  return `Usage: daloy ${name} ${operands === undefined ? "" : `${operands} `}[options]

${description}

Options
${flagTable({ ...flags, help: globalFlags["help"] ?? { description: "" } })}
`;
}

function flagTable(flags: Readonly<Record<string, Flag>>): string {
  const label = (flag: string, value?: string) =>
    `${flag in globalFlags ? `-${flag[0]}, ` : ""}--${flag}${value === undefined ? "" : ` <${value}>`}`;
  return table(
    Object.entries(flags).map(([flag, { description, value }]) => [label(flag, value), description]),
  );
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`).join("\n");
}
