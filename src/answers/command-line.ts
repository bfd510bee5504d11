import { Command, Option as CommanderOption } from "commander";
import {
  type ModeKey,
  modeKeys,
  modes,
  type OptionKey,
  optionKeys,
  options,
  type Settings,
} from "../options.ts";
import { nearest } from "./nearest.ts";
import { flagName, formatSwitch } from "./option.ts";

/** Something wrong with the command line, and what mends it. */
export interface Fault {
  readonly message: string;
  readonly fix: string;
}

/** The command line as read: the values of the flags that were given, and every fault at once. */
export interface CommandLine {
  readonly flags: Partial<Settings>;
  readonly modes: Readonly<Record<ModeKey, boolean>>;
  readonly faults: readonly Fault[];
}

type Draft = { -readonly [Key in OptionKey]?: Settings[Key] };

/** Commander's view of `options` and `modes`; it reads the words, and the rows judge the values. */
export function defineCommand(): Command {
  const command = new Command("create-daloy").helpOption(false);
  for (const key of optionKeys) {
    const row = options[key];
    const long = `--${flagName(key)}`;
    if (row.kind === "argument") command.argument(`[${row.placeholder}]`, row.description);
    else if (row.kind === "switch") {
      command.addOption(new CommanderOption(long, row.description));
      command.addOption(new CommanderOption(long.replace("--", "--no-")).hideHelp());
    } else {
      // Declared optional, so that a missing value is one fault among the others instead of the end of parsing.
      const flags = `${row.short === undefined ? "" : `-${row.short}, `}${long} [${row.placeholder}]`;
      command.addOption(new CommanderOption(flags, row.description));
    }
  }
  for (const key of modeKeys) {
    const { short, description } = modes[key];
    const flags = `${short === undefined ? "" : `-${short}, `}--${flagName(key)}`;
    command.addOption(new CommanderOption(flags, description));
  }
  return command;
}

/** Reads the words after the command's name. Never throws: what is wrong is in `faults`. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const command = defineCommand();
  const { operands, unknown } = command.parseOptions([...argv]);
  const given = command.opts<Record<string, string | boolean | undefined>>();
  const flags: Draft = {};
  const faults: Fault[] = unknownFlags(unknown);

  for (const key of optionKeys) {
    const row = options[key];
    const raw = row.kind === "argument" ? operands[0] : given[key];
    if (raw === undefined) continue;
    if (raw === true && row.kind !== "switch") {
      faults.push({
        message: `--${flagName(key)} needs a value.`,
        fix: `Write --${flagName(key)} <${row.placeholder}>.`,
      });
    } else {
      const fault = readValue(key, typeof raw === "string" ? raw : formatSwitch(raw), flags);
      if (fault !== undefined) faults.push(fault);
    }
  }
  if (operands.length > 1) {
    const extra = operands.slice(1).map((word) => `"${word}"`);
    faults.push({
      message: `One directory is enough; ${extra.join(", ")} is too much.`,
      fix: "Quote a path that has spaces.",
    });
  }
  if (flags.smoke === true && flags.install === false) {
    faults.push({
      message: "--smoke needs the dependencies that --no-install leaves out.",
      fix: "Drop one of the two.",
    });
  }
  const on = (key: ModeKey): boolean => given[key] === true;
  return {
    flags,
    faults,
    modes: {
      yes: on("yes"),
      dryRun: on("dryRun"),
      json: on("json"),
      strict: on("strict"),
      list: on("list"),
      help: on("help"),
      version: on("version"),
    },
  };
}

function readValue<Key extends OptionKey>(key: Key, text: string, flags: Draft): Fault | undefined {
  const row = options[key];
  const parsed = row.parse(text);
  if (parsed.ok) {
    flags[key] = parsed.value;
    return undefined;
  }
  const flag = row.kind === "argument" ? "" : `--${flagName(key)}: `;
  return { message: `${flag}${parsed.message}`, fix: parsed.fix };
}

/** Words that commander left over: unknown flags, and what may have been meant as their values. */
function unknownFlags(words: readonly string[]): Fault[] {
  const end = words.indexOf("--");
  return words
    .slice(0, end === -1 ? words.length : end)
    .filter((word) => /^-./.test(word))
    .map(unknownFlag);
}

function unknownFlag(word: string): Fault {
  const [flag = word] = word.split("=");
  const known = knownFlags();
  if (known.includes(flag)) {
    const off = known.includes(flag.replace("--", "--no-")) ? ` or ${flag.replace("--", "--no-")}` : "";
    return { message: `${flag} takes no value.`, fix: `Write ${flag}${off}.` };
  }
  const close = flag.startsWith("--") ? nearest(flag, known) : undefined;
  const fix = close === undefined ? "create-daloy --help shows them all." : `Did you mean ${close}?`;
  return { message: `There is no option ${flag}.`, fix };
}

function knownFlags(): string[] {
  const flagged = optionKeys.filter((key) => options[key].kind !== "argument");
  const negated = flagged
    .filter((key) => options[key].kind === "switch")
    .map((key) => `--no-${flagName(key)}`);
  return [...flagged, ...modeKeys].map((key) => `--${flagName(key)}`).concat(negated);
}
