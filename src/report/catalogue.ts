import type { Choice, Situation } from "../answers/option.ts";
import { flagName } from "../answers/option.ts";
import { type ModeKey, modeKeys, modes, type OptionKey, optionKeys, options } from "../options.ts";
import { type ValueFlagKey, valueFlagKeys, valueFlags } from "../value-flags.ts";
import { emphasis } from "./theme.ts";

/** One option or mode, for programs. */
export interface CatalogueEntry {
  readonly key: string;
  /** The short one first; a switch has its negation last. */
  readonly flags: readonly string[];
  readonly description: string;
  readonly question: string | null;
  readonly values:
    | readonly { readonly value: string; readonly label: string; readonly hint: string | null }[]
    | null;
  readonly default: string | null;
  readonly recorded: boolean;
}

export interface Catalogue {
  readonly schema: 1;
  readonly version: string;
  readonly options: readonly CatalogueEntry[];
}

/** Every option and value of this version. */
export function catalogue(version: string, situation: Situation): Catalogue {
  const rows = optionKeys.map((key) => describeOption(key, situation));
  return {
    schema: 1,
    version,
    options: [...rows, ...valueFlagKeys.map(describeValueFlag), ...modeKeys.map(describeMode)],
  };
}

function describeOption<Key extends OptionKey>(key: Key, situation: Situation): CatalogueEntry {
  const row = options[key];
  const fallback = row.fallback({}, situation);
  const values = row.choices?.map((choice) => ({
    value: choiceForm(choice),
    label: choice.label,
    hint: choice.hint ?? null,
  }));
  return {
    key,
    flags: flagsOf(key),
    description: row.description,
    question: row.question,
    values: values ?? null,
    default: row.fallbackText ?? (fallback === undefined ? null : row.format(fallback)),
    recorded: row.recorded,
  };
}

function describeValueFlag(key: ValueFlagKey): CatalogueEntry {
  const { description, values, fallbackText } = valueFlags[key];
  return {
    key,
    flags: [`--${flagName(key)}`],
    description,
    question: null,
    values: values?.map((value) => ({ value, label: conflictLabels[value], hint: null })) ?? null,
    default: fallbackText ?? null,
    recorded: false,
  };
}

const conflictLabels = {
  abort: "write nothing and exit with 3",
  markers: "conflict markers in your file",
  sidecar: "the template's version beside yours, as <file>.daloy-new",
};

function describeMode(key: ModeKey): CatalogueEntry {
  const { short, description } = modes[key];
  const flags = [...(short === undefined ? [] : [`-${short}`]), `--${flagName(key)}`];
  return { key, flags, description, question: null, values: null, default: null, recorded: false };
}

function flagsOf(key: OptionKey): string[] {
  const { kind, short, placeholder } = options[key];
  if (kind === "argument") return [`[${placeholder}]`];
  if (kind === "switch") return [`--${flagName(key)}`, `--no-${flagName(key)}`];
  return [...(short === undefined ? [] : [`-${short}`]), `--${flagName(key)}`];
}

/** How a choice is written on the command line: `hops:N` where a value must follow. */
export const choiceForm = ({ value, hint, detail }: Choice): string =>
  detail === undefined ? value : (hint ?? value);

/** The catalogue for a person: each option with its values, one to a line. */
export function catalogueText({ version, options: entries }: Catalogue): string {
  const width = Math.max(...entries.flatMap(({ values }) => values ?? []).map(({ value }) => value.length));
  const blocks = entries.map(({ flags, description, values, default: fallback }) => {
    const note = fallback === null ? "" : ` (default: ${fallback})`;
    const head = `${emphasis.bold(flags.join(", "))}\n  ${description}${note}`;
    const lines = (values ?? []).map(({ value, label, hint }) => {
      const note = hint === null || hint === value ? "" : `: ${hint}`;
      return `    ${emphasis.command(value.padEnd(width))}  ${label}${note}`;
    });
    return [head, ...lines].join("\n");
  });
  return `create-daloy ${version}\n\n${blocks.join("\n\n")}\n`;
}
