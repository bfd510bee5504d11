import type { Option as CommanderOption } from "commander";
import { defineCommand } from "../answers/command-line.ts";
import type { Situation } from "../answers/option.ts";
import { catalogue } from "./catalogue.ts";

const exitCodes = "0 done, 1 failed, 2 usage, 3 conflict, 4 verification failed, 130 cancelled";

/** The help text, wrapped to `columns`. */
export function helpText(version: string, situation: Situation, columns: number): string {
  const entries = new Map(
    catalogue(version, situation).options.map((entry) => [entry.flags.at(-1) ?? "", entry]),
  );
  const entryOf = (option: CommanderOption) =>
    entries.get(option.long ?? "") ?? entries.get(`--no-${option.name()}`);
  const command = defineCommand()
    .description("Creates a TypeScript backend that refuses to start insecure.")
    .usage("[directory] [options]")
    .configureHelp({
      helpWidth: columns,
      optionTerm: (option) => {
        const entry = entryOf(option);
        if (entry?.flags.includes(`--no-${option.name()}`)) return `    --[no-]${option.name()}`;
        const value = option.optional
          ? option.flags.slice(option.flags.indexOf(" [")).replace(/\[(.*)\]/, "<$1>")
          : "";
        return `${option.short === undefined ? "    " : `${option.short}, `}${option.long}${value}`;
      },
      optionDescription: (option) => {
        const entry = entryOf(option);
        const values = (entry?.values ?? []).map(({ value }) => value).join(", ");
        const fallback = entry?.question === null ? undefined : entry?.default;
        const notes = [values, fallback ? `default: ${fallback}` : ""]
          .filter((note) => note !== "")
          .join("; ");
        return `${option.description}${notes === "" ? "" : ` (${notes})`}`;
      },
    });
  return `${command.helpInformation()}\nExit codes: ${exitCodes}\n`;
}
