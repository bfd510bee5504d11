import { Command, Option as CommanderOption } from "commander";
import { type ConflictPolicy, conflictPolicies } from "../change/conflicts.ts";
import {
  type ModeKey,
  modeKeys,
  modes,
  type OptionKey,
  optionKeys,
  options,
  type Settings,
} from "../options.ts";
import { type OverlaySource, parseOverlay } from "../overlay/source.ts";
import { type ValueFlagKey, valueFlagKeys, valueFlags } from "../value-flags.ts";
import { contradictions } from "./contradictions.ts";
import type { Fault } from "./fault.ts";
import { nearest } from "./nearest.ts";
import { flagName, formatSwitch } from "./option.ts";

/** The command line as read: the values of the flags that were given, and every fault at once. */
export interface CommandLine {
  readonly flags: Partial<Settings>;
  readonly modes: Readonly<Record<ModeKey, boolean>>;
  /** Undefined where none was named: an upgrade then takes those that are recorded. */
  readonly overlays: readonly OverlaySource[] | undefined;
  readonly upgrade: UpgradeRequest;
  readonly faults: readonly Fault[];
}

/** What is asked of an upgrade alone. */
export interface UpgradeRequest {
  /** Undefined: markers at a terminal, else abort. */
  readonly onConflict: ConflictPolicy | undefined;
  readonly restore: readonly string[];
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
  for (const key of valueFlagKeys) {
    const { placeholder, description } = valueFlags[key];
    const collect = (value: string, before: unknown): string[] => [
      ...(Array.isArray(before) ? before : []),
      value,
    ];
    command.addOption(
      new CommanderOption(`--${flagName(key)} [${placeholder}]`, description).argParser(collect),
    );
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
  const given = command.opts<Record<string, string | string[] | boolean | undefined>>();
  const flags: Draft = {};
  const faults: Fault[] = unknownFlags(unknown);

  for (const key of optionKeys) {
    const row = options[key];
    const raw = row.kind === "argument" ? operands[0] : given[key];
    if (raw === undefined || Array.isArray(raw)) continue;
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
  const [policies, restore] = [valuesOf("onConflict", given, faults), valuesOf("restore", given, faults)];
  const overlays = readOverlays(valuesOf("overlay", given, faults), faults);
  const policy = policies.at(-1);
  const onConflict = conflictPolicies.find((known) => known === policy);
  if (policy !== undefined && onConflict === undefined)
    faults.push({
      message: `"${policy}" is no policy for --on-conflict.`,
      fix: `Known: ${conflictPolicies.join(", ")}.`,
    });
  if (operands.length > 1) {
    const extra = operands.slice(1).map((word) => `"${word}"`);
    faults.push({
      message: `One directory is enough; ${extra.join(", ")} is too much.`,
      fix: "Quote a path that has spaces.",
    });
  }
  faults.push(...contradictions(flags));
  const on = (key: ModeKey): boolean => given[key] === true;
  return {
    flags,
    faults,
    overlays,
    upgrade: { onConflict, restore },
    modes: {
      yes: on("yes"),
      undo: on("undo"),
      replaceOwned: on("replaceOwned"),
      diff: on("diff"),
      dryRun: on("dryRun"),
      json: on("json"),
      offline: on("offline"),
      allowUnpinned: on("allowUnpinned"),
      strict: on("strict"),
      list: on("list"),
      help: on("help"),
      version: on("version"),
    },
  };
}

function valuesOf(key: ValueFlagKey, given: Readonly<Record<string, unknown>>, faults: Fault[]): string[] {
  const raw = given[key];
  if (raw === true)
    faults.push({
      message: `--${flagName(key)} needs a value.`,
      fix: `Write --${flagName(key)} <${valueFlags[key].placeholder}>.`,
    });
  return Array.isArray(raw) ? raw.map(String) : [];
}

function readOverlays(texts: readonly string[], faults: Fault[]): OverlaySource[] | undefined {
  if (texts.length === 0) return undefined;
  const sources: OverlaySource[] = [];
  for (const text of texts.filter((word) => word !== "none")) {
    const parsed = parseOverlay(text);
    if (parsed.ok) sources.push(parsed.value);
    else faults.push({ message: `--overlay: ${parsed.message}`, fix: parsed.fix });
  }
  return sources;
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
  return [...flagged, ...valueFlagKeys, ...modeKeys].map((key) => `--${flagName(key)}`).concat(negated);
}
