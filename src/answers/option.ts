import type { PackageManager } from "./answers.ts";

/** The outcome of reading one value: the value, or what is wrong with it and what mends it. */
export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string; readonly fix: string };

export const accept = <Value>(value: Value): Parsed<Value> => ({ ok: true, value });
export const refuse = (message: string, fix: string): Parsed<never> => ({ ok: false, message, fix });

/** One line of a list to choose from. */
export interface Choice {
  /** What is parsed when this line is chosen; with `detail`, the prefix of it. */
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  /** A choice that needs one more value, appended to `value` before it is parsed. */
  readonly detail?: { readonly question: string; readonly placeholder: string };
}

/** What a default may look at besides the answers that are known already. */
export interface Situation {
  /** The package manager that ran the command. */
  readonly runBy: PackageManager | undefined;
  /** No file will be written and no step will run. */
  readonly dryRun: boolean;
}

/**
 * One option: its flag, its question, its default, its place in the report. The command line, the prompts, the help
 * text, the catalogue and the command that repeats a run are all read from rows like this.
 */
export interface Option<Value, Known> {
  /** `argument` is positional; `switch` is a `--[no-]flag` pair; the others take a value. */
  readonly kind: "argument" | "text" | "choice" | "switch";
  /** The one-letter flag. */
  readonly short?: string;
  /** What the value is called in help: `<name>`. */
  readonly placeholder?: string;
  readonly description: string;
  readonly question: string;
  readonly choices?: readonly Choice[];
  /** Whether the lock records it: it shapes the project and holds nothing of this machine. */
  readonly recorded: boolean;
  readonly parse: (text: string) => Parsed<Value>;
  /** The inverse of `parse`. */
  readonly format: (value: Value) => string;
  /** The default for `--yes`, and what a prompt proposes; `undefined` when there is no sensible one. */
  readonly fallback: (known: Partial<Known>, situation: Situation) => Value | undefined;
  /** How the catalogue words a default that depends on the situation. */
  readonly fallbackText?: string;
  /** Whether a choice goes with what is known already; without it, every one does. */
  readonly offered?: (value: Value, known: Partial<Known>) => boolean;
  /** Whether there is anything to ask; without it, always. What is not asked takes its default. */
  readonly asked?: (known: Partial<Known>, situation: Situation) => boolean;
}

const yes = new Set(["y", "yes", "true", "on", "1"]);
const no = new Set(["n", "no", "false", "off", "0"]);

/** Reads `yes` and `no` as people type them. */
export function parseSwitch(text: string): Parsed<boolean> {
  const word = text.trim().toLowerCase();
  if (yes.has(word)) return accept(true);
  if (no.has(word)) return accept(false);
  return refuse(`"${text}" is neither yes nor no.`, "Answer y or n.");
}

export const formatSwitch = (value: boolean): string => (value ? "yes" : "no");

/** `packageManager` → `package-manager`: the name of an option on the command line. */
export const flagName = (key: string): string =>
  key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
