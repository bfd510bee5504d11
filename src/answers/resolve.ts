import { CreateError, ExitCode } from "../errors.ts";
import { type OptionKey, optionKeys, options, type Settings } from "../options.ts";
import { contradictions } from "./contradictions.ts";
import { flagName, formatSwitch, type Parsed, type Situation } from "./option.ts";
import type { Check, Prompter } from "./prompter.ts";

export interface ResolveOptions {
  readonly situation: Situation;
  /** Asks for what the flags leave open; without one, nothing is asked. */
  readonly prompter: Prompter | undefined;
  /** Take the default instead of asking. */
  readonly takeDefaults: boolean;
  /** Judges a directory beyond its form: whether a project can go there. */
  readonly checkDirectory: Check;
}

type Draft = { -readonly [Key in OptionKey]?: Settings[Key] };

/**
 * Flags first, then what a person answers, then defaults.
 *
 * @throws CreateError `missing-answers` (usage) naming every flag that is open, where nobody can be asked
 */
export async function resolveSettings(flags: Partial<Settings>, how: ResolveOptions): Promise<Settings> {
  const known: Draft = { ...flags };
  const missing: OptionKey[] = [];
  for (const key of optionKeys) {
    if (known[key] === undefined && !(await settle(key, known, how))) missing.push(key);
  }
  if (isComplete(known)) return assertFits(known);
  throw missingAnswers(missing, known, how.takeDefaults);
}

/** Finds the value of one option. `false` when it takes a person and there is none. */
async function settle<Key extends OptionKey>(key: Key, known: Draft, how: ResolveOptions): Promise<boolean> {
  const row = options[key];
  const fallback = row.fallback(known, how.situation);
  const open = row.asked === undefined || row.asked(known, how.situation);
  if (open && how.prompter !== undefined && !how.takeDefaults)
    known[key] = await ask(key, fallback, how.prompter, known, how);
  else if (fallback !== undefined && (!open || how.takeDefaults)) known[key] = fallback;
  return known[key] !== undefined;
}

async function ask<Key extends OptionKey>(
  key: Key,
  fallback: Settings[Key] | undefined,
  prompter: Prompter,
  known: Draft,
  how: ResolveOptions,
): Promise<Settings[Key]> {
  const row = options[key];
  const proposal = fallback === undefined ? undefined : row.format(fallback);
  const message = row.question;
  if (row.kind === "switch")
    return take(row.parse(formatSwitch(await prompter.confirm({ message, proposal: proposal === "yes" }))));
  if (row.kind === "choice") {
    const fits = (value: string): boolean => {
      const parsed = row.parse(value);
      return row.offered === undefined || !parsed.ok || row.offered(parsed.value, known);
    };
    const choices = (row.choices ?? []).filter(({ value }) => fits(value));
    const value = await prompter.choose({ message, choices, proposal });
    const detail = choices.find((choice) => choice.value === value)?.detail;
    if (detail === undefined) return take(row.parse(value));
    const check: Check = (text) => complaint(row.parse(value + text));
    const text = await prompter.text({
      message: detail.question,
      proposal: undefined,
      placeholder: detail.placeholder,
      check,
    });
    return take(row.parse(value + text));
  }
  const check: Check = (text) =>
    complaint(row.parse(text)) ?? (key === "directory" ? how.checkDirectory(text) : undefined);
  return take(row.parse(await prompter.text({ message, proposal, check })));
}

const complaint = (parsed: Parsed<unknown>): string | undefined =>
  parsed.ok ? undefined : `${parsed.message} ${parsed.fix}`;

/** A prompter hands over only what its check let through, so a refusal here is a bug and no usage error. */
function take<Value>(parsed: Parsed<Value>): Value {
  if (parsed.ok) return parsed.value;
  throw new Error(`An answer was taken that does not parse: ${parsed.message}`);
}

/** @throws CreateError `usage` for answers that do not go together */
function assertFits(settings: Settings): Settings {
  const faults = contradictions(settings);
  if (faults.length === 0) return settings;
  throw new CreateError("usage", faults.map(({ message }) => message).join("\n"), {
    fix: faults.map(({ fix }) => fix).join("\n"),
    exitCode: ExitCode.usage,
  });
}

const isComplete = (known: Draft): known is Settings => optionKeys.every((key) => known[key] !== undefined);

function missingAnswers(missing: readonly OptionKey[], known: Draft, takeDefaults: boolean): CreateError {
  const usage = { exitCode: ExitCode.usage };
  if (takeDefaults) {
    const message = `The directory "${known.directory}" gives no package name.`;
    return new CreateError("missing-answers", message, { ...usage, fix: "Name the package with --name." });
  }
  const open = missing.map(describeOpen).join(", ");
  return new CreateError("missing-answers", `There is no terminal to ask on, and these are open: ${open}.`, {
    ...usage,
    fix: "Give them, or take the defaults with --yes.",
  });
}

function describeOpen(key: OptionKey): string {
  const { kind, placeholder } = options[key];
  if (kind === "argument") return `[${placeholder}]`;
  return kind === "switch" ? `--[no-]${flagName(key)}` : `--${flagName(key)}`;
}
