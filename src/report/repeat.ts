import type { CommandLine } from "../answers/command-line.ts";
import { flagName, type Situation } from "../answers/option.ts";
import { type OptionKey, optionKeys, options, type Settings } from "../options.ts";
import { quoteWord } from "./shell.ts";

/** How the command was started, so that it can be started again. */
export interface Invocation {
  /** The words before the arguments, for example `npm create daloy@1.0.0 --`. */
  readonly command: string;
  readonly platform: NodeJS.Platform;
  readonly situation: Situation;
}

/** The one command that makes the same project again and asks nothing. */
export function repeatCommand(
  settings: Settings,
  line: LineWords,
  { command, platform, situation }: Invocation,
): string {
  const words = [...optionKeys.flatMap((key) => wordsFor(key, settings, situation)), ...overlayWords(line)];
  return [command, ...words.map((word) => quoteWord(word, platform))].join(" ");
}

/** The command that carries out the same upgrade again. */
export function repeatUpgrade(
  settings: Settings,
  recorded: Partial<Settings>,
  line: Pick<CommandLine, "overlays" | "upgrade" | "modes">,
  { command, platform }: Omit<Invocation, "situation">,
): string {
  const { upgrade, modes } = line;
  const words = [
    ...wordsOf("directory", settings.directory),
    ...optionKeys
      .filter((key) => options[key].recorded && settings[key] !== recorded[key])
      .flatMap((key) => wordsOf(key, settings[key])),
    ...(upgrade.onConflict === undefined ? [] : ["--on-conflict", upgrade.onConflict]),
    ...upgrade.restore.flatMap((path) => ["--restore", path]),
    ...(modes.replaceOwned ? ["--replace-owned"] : []),
    ...overlayWords(line),
  ];
  return [command, ...words.map((word) => quoteWord(word, platform))].join(" ");
}

interface LineWords {
  readonly overlays: CommandLine["overlays"];
  readonly modes: Pick<CommandLine["modes"], "allowUnpinned">;
}

function overlayWords({ overlays, modes }: LineWords): string[] {
  const named = overlays?.map((source) => (source.kind === "folder" ? source.given : source.text));
  return [
    ...(named?.length === 0 ? ["none"] : (named ?? [])).flatMap((text) => ["--overlay", text]),
    ...(modes.allowUnpinned ? ["--allow-unpinned"] : []),
  ];
}

function wordsFor<Key extends OptionKey>(key: Key, settings: Settings, situation: Situation): string[] {
  const row = options[key];
  const value = row.format(settings[key]);
  const fallback = row.kind === "argument" ? undefined : row.fallback(settings, situation);
  const asked = row.asked === undefined || row.asked(settings, situation);
  if (!asked && fallback !== undefined && row.format(fallback) === value) return [];
  return wordsOf(key, settings[key]);
}

/** One option as it is typed. */
function wordsOf<Key extends OptionKey>(key: Key, setting: Settings[Key]): string[] {
  const row = options[key];
  const value = row.format(setting);
  if (row.kind === "argument") return [value.startsWith("-") ? `./${value}` : value];
  if (row.kind === "switch") return [value === "yes" ? `--${flagName(key)}` : `--no-${flagName(key)}`];
  return [`--${flagName(key)}`, value];
}
