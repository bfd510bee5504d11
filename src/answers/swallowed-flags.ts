import { type ModeKey, modeKeys, type OptionKey, optionKeys, options } from "../options.ts";
import { quoteWord } from "../report/shell.ts";
import { type ValueFlagKey, valueFlagKeys, valueFlags } from "../value-flags.ts";
import type { Fault } from "./fault.ts";
import { flagName } from "./option.ts";
import { packageManagerThatRan, startedBy } from "./run-by.ts";

/** How the command was started. */
export interface Started {
  readonly env: NodeJS.ProcessEnv;
  readonly words: readonly string[];
  readonly version: string;
  readonly platform: NodeJS.Platform;
}

/**
 * Finds flags that did not arrive as flags, because of the `--` that npm needs and no other package manager takes, and
 * gives the command that was meant.
 */
export function swallowedFlags(started: Started): Fault | undefined {
  const manager = packageManagerThatRan(started.env);
  if (manager === undefined) return undefined;
  return manager === "npm" ? keptByNpm(started) : handedOn(manager, started);
}

/** `pnpm create daloy my-api -- --runtime node`: the `--` arrives too, and by custom no flag follows it. */
function handedOn(manager: string, started: Started): Fault | undefined {
  const { words } = started;
  const at = words.indexOf("--");
  if (at === -1 || !words.slice(at).some((word) => /^--?[a-z]/i.test(word))) return undefined;
  const meant = [...words.slice(0, at), ...words.slice(at + 1)];
  return fault(`${manager} hands -- on, and what stands behind it is not read as a flag.`, meant, started);
}

/**
 * `npm create daloy my-api --runtime node`, without a `--`, keeps the flags for npm: they arrive as `npm_config_*` in
 * the environment, and a value that stood apart arrives as one more word. npm 12 itself refuses what it does not know.
 */
function keptByNpm(started: Started): Fault | undefined {
  const { env, words } = started;
  if (env["npm_command"] !== "exec" && env["npm_command"] !== "init") return undefined;
  const [directory, ...apart] = words.filter((word) => !word.startsWith("-"));
  const kept = [
    ...optionKeys.map((key) => keptOption(key, env, apart)),
    ...valueFlagKeys.map((key) => keptValueFlag(key, env, apart)),
    ...modeKeys.map((key) => keptMode(key, env)),
  ].flat();
  if (kept.length === 0) return undefined;
  const meant = directory === undefined ? kept : [directory, ...kept];
  return fault("npm kept flags for itself that stand without a -- before them.", meant, started);
}

function fault(message: string, meant: readonly string[], { env, version, platform }: Started): Fault {
  const words = meant.map((word) => (placeholder.test(word) ? word : quoteWord(word, platform)));
  return { message, fix: `Type this instead:\n  ${[startedBy(env, version), ...words].join(" ")}` };
}

/** Stands for a value that cannot be told any more. */
const placeholder = /^<.+>$/;

function keptOption(key: OptionKey, env: NodeJS.ProcessEnv, apart: readonly string[]): string[] {
  const row = options[key];
  if (row.kind === "argument") return [];
  const kept = env[settingName(key)];
  if (row.kind === "switch") return keptSwitch(key, kept);
  const fits = (text: string) => row.parse(text).ok;
  const word = apart.find(fits);
  // -r is a setting that npm does not know, and -p its own short form of another
  const short = row.short !== undefined && env[`npm_config_${row.short}`] === "true";
  const parseable = row.short === "p" && env["npm_config_parseable"] === "true" && word !== undefined;
  if (kept === "true" || short || parseable)
    return [`--${flagName(key)}`, word ?? `<${row.placeholder ?? key}>`];
  // What is no value of ours is somebody's own setting: `proxy` has an address, and native modules read `runtime`.
  return kept !== undefined && fits(kept) ? [`--${flagName(key)}`, kept] : [];
}

function keptSwitch(key: OptionKey, kept: string | undefined): string[] {
  // npm's own `git` names a program, and is empty or `false` for a flag
  if (kept === undefined || (key === "git" && kept !== "false")) return [];
  return [kept === "true" ? `--${flagName(key)}` : `--no-${flagName(key)}`];
}

function keptValueFlag(key: ValueFlagKey, env: NodeJS.ProcessEnv, apart: readonly string[]): string[] {
  const kept = env[settingName(key)];
  if (kept === undefined) return [];
  const { values, placeholder: name } = valueFlags[key];
  const word = apart.find((text) => values?.some((value) => value === text) ?? true);
  return [`--${flagName(key)}`, kept === "true" ? (word ?? `<${name}>`) : kept];
}

/** npm takes these for itself, whoever they were meant for. */
const npmOwn: ReadonlySet<ModeKey> = new Set(["yes", "help", "version", "offline"]);

const keptMode = (key: ModeKey, env: NodeJS.ProcessEnv): string[] =>
  !npmOwn.has(key) && env[settingName(key)] === "true" ? [`--${flagName(key)}`] : [];

const settingName = (key: string): string => `npm_config_${flagName(key).replaceAll("-", "_")}`;
