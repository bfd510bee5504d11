import { modeKeys, type OptionKey, optionKeys, options } from "../options.ts";
import type { Fault } from "./fault.ts";
import { flagName } from "./option.ts";

/** npm has settings of these names itself, so that they prove nothing. */
const npmOwn = new Set(["proxy", "name", "git", "yes", "list", "help", "version"]);

/**
 * `npm create daloy my-api --runtime node`, without a `--`, keeps the flags for npm: they arrive as `npm_config_*` in
 * the environment, and a value that stood apart arrives as one more word. Says so, with the command that was meant.
 */
export function swallowedFlags(
  env: NodeJS.ProcessEnv,
  words: readonly string[],
  version: string,
): Fault | undefined {
  if (env["npm_command"] !== "exec" && env["npm_command"] !== "init") return undefined;
  const [directory, ...apart] = words.filter((word) => !word.startsWith("-"));
  const kept = [
    ...optionKeys.map((key) => keptOption(key, env, apart)),
    ...modeKeys.map((key) => keptMode(key, env)),
  ];
  const found = kept.filter((flag) => flag !== undefined);
  if (found.length === 0) return undefined;
  const command = [
    "npm create",
    `daloy@${version}`,
    "--",
    ...(directory === undefined ? [] : [directory]),
    ...found,
  ];
  return {
    message: "npm kept flags for itself that stand without a -- before them.",
    fix: `Type this instead:\n  ${command.join(" ")}`,
  };
}

function keptOption(key: OptionKey, env: NodeJS.ProcessEnv, apart: readonly string[]): string | undefined {
  const { kind, placeholder, parse } = options[key];
  const kept = env[settingName(key)];
  if (kind === "argument" || npmOwn.has(key) || kept === undefined) return undefined;
  if (kind === "switch") return kept === "true" ? `--${flagName(key)}` : `--no-${flagName(key)}`;
  if (kept === "true")
    return `--${flagName(key)} ${apart.find((word) => parse(word).ok) ?? `<${placeholder}>`}`;
  // What is no value of ours is somebody's own setting: `runtime=electron` is one that native modules read.
  return parse(kept).ok ? `--${flagName(key)} ${kept}` : undefined;
}

const keptMode = (key: string, env: NodeJS.ProcessEnv): string | undefined =>
  !npmOwn.has(key) && env[settingName(key)] === "true" ? `--${flagName(key)}` : undefined;

const settingName = (key: string): string => `npm_config_${flagName(key).replaceAll("-", "_")}`;
