import { randomBytes } from "node:crypto";
import type { EnvFiles } from "./env-files.ts";

export type Environment = Readonly<Record<string, string>>;

/** What a program needs to run at all on POSIX and on Windows. None of it decides how a project behaves. */
const systemVariables = new Set([
  "PATH",
  "HOME",
  "TMPDIR",
  "TMP",
  "TEMP",
  "LANG",
  "LC_ALL",
  "LC_CTYPE",
  "TZ",
  "SYSTEMROOT",
  "SYSTEMDRIVE",
  "WINDIR",
  "COMSPEC",
  "PATHEXT",
  "USERPROFILE",
  "APPDATA",
  "LOCALAPPDATA",
  "PROGRAMDATA",
]);

/** Settings of Node itself and of this tool: the developer's shell must not decide what a run finds. */
const neverInherited = new Set(["NODE_ENV", "NODE_OPTIONS", "DALOY_ENV", "DALOY_BUILD", "HOST", "PORT"]);

const production = { DALOY_ENV: "production", NODE_ENV: "production" };

/** The part of the real environment that belongs to the machine. Windows writes the same names in other letters. */
export function systemEnvironment(real: Readonly<NodeJS.ProcessEnv>): Environment {
  return pick(real, (name) => systemVariables.has(process.platform === "win32" ? name.toUpperCase() : name));
}

/**
 * The environment of a production start on this machine: the system's variables, `.env`, and what the real environment
 * says of a variable that the project's files name (it wins, as it does when the app itself reads `.env`). A secret that
 * is set nowhere, as on a CI machine, is made up for this one run.
 */
export function productionEnvironment(
  real: Readonly<NodeJS.ProcessEnv>,
  files: EnvFiles,
  tokens: readonly string[],
): Environment {
  const secrets = [...files.secrets, ...tokens];
  const named = new Set([...Object.keys(files.values), ...Object.keys(files.example), ...secrets]);
  const set: Record<string, string> = {
    ...files.values,
    ...pick(real, (name) => named.has(name) && !neverInherited.has(name)),
  };
  for (const name of secrets) set[name] ||= madeUpSecret();
  return { ...systemEnvironment(real), ...set, ...production };
}

/**
 * The environment in which the app is described and does not run: the system's variables, what `.env.example` says, and
 * a made-up value for each secret. Nothing of `.env` or of the real environment, so every machine gets one description.
 */
export function buildStepEnvironment(real: Readonly<NodeJS.ProcessEnv>, files: EnvFiles): Environment {
  const set: Record<string, string> = pick(files.example, (name) => !neverInherited.has(name));
  // Without its token `/metrics` would be described as open, which production refuses.
  for (const name of files.secrets) set[name] ||= madeUpSecret();
  return { ...systemEnvironment(real), ...set, ...production, DALOY_BUILD: "1" };
}

const madeUpSecret = (): string => randomBytes(48).toString("base64url");

function pick(real: Readonly<NodeJS.ProcessEnv>, wanted: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(real).flatMap(([name, value]) =>
      value !== undefined && wanted(name) ? [[name, value]] : [],
    ),
  );
}
