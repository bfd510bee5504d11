import { parseArgs } from "node:util";
import type { Command, Flag } from "./command.ts";
import { globalFlags } from "./help.ts";
import { nearest } from "./nearest.ts";
import { usageError } from "./tool-error.ts";

/** What the command line asks for. */
export type Invocation =
  | { readonly kind: "version" }
  | { readonly kind: "help"; readonly command?: Command }
  | ({ readonly kind: "run"; readonly command: Command } & Given);

/** What was given to a command. */
export interface Given {
  readonly flags: ReadonlySet<string>;
  /** The values of the flags that take one. */
  readonly options: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
}

/** @throws {ToolError} a usage error that names the nearest match */
export function parseCommandLine(argv: readonly string[], commands: readonly Command[]): Invocation {
  // The command first: which flags take a value depends on it. Not strict, so that `daloy --json smoke` is told what is wrong.
  const word = words(parse(argv, {}))[0];
  const command = word === undefined ? undefined : findCommand(word, commands);
  const known: Readonly<Record<string, Flag>> = { ...command?.flags, ...globalFlags };
  const tokens = parse(argv, known);
  const flags = new Set<string>();
  const options = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const name = token.rawName.startsWith("--") ? token.name : longName(token.name);
    const flag = Object.hasOwn(known, name) ? known[name] : undefined;
    if (flag === undefined) throw unknownFlag(token.rawName, command, Object.keys(known));
    if (flag.value === undefined) {
      if (token.value !== undefined) throw usageError(`--${name} takes no value.`, `Write --${name} alone.`);
      flags.add(name);
    } else {
      if (!token.value) throw usageError(`--${name} needs a value.`, `Write --${name} <${flag.value}>.`);
      options.set(name, token.value);
    }
  }
  const [, ...operands] = words(tokens);
  if (operands[0] !== undefined && command?.operands === undefined) {
    throw usageError(`\`daloy ${word}\` takes no argument: ${operands[0]}`, help(command));
  }
  if (flags.has("help")) return { kind: "help", ...(command && { command }) };
  if (flags.has("version")) return { kind: "version" };
  if (command === undefined) throw usageError("No command was given.", help());
  return { kind: "run", command, flags, options, operands };
}

function parse(argv: readonly string[], known: Readonly<Record<string, Flag>>) {
  const options = Object.fromEntries(
    Object.entries(known).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ("boolean" as const) : ("string" as const) },
    ]),
  );
  return parseArgs({ args: [...argv], strict: false, allowPositionals: true, tokens: true, options }).tokens;
}

const words = (tokens: ReturnType<typeof parse>): string[] =>
  tokens.flatMap((token) => (token.kind === "positional" ? token.value : []));

function findCommand(word: string, commands: readonly Command[]): Command {
  const command = commands.find(({ name }) => name === word);
  if (command !== undefined) return command;
  const meant = nearest(
    word,
    commands.map(({ name }) => name),
  );
  throw usageError(
    `Unknown command: ${word}`,
    meant === undefined ? help() : `Did you mean \`daloy ${meant}\`?`,
  );
}

function unknownFlag(raw: string, command: Command | undefined, known: readonly string[]) {
  const meant = nearest(raw.replace(/^-+/, ""), known);
  return usageError(
    command === undefined ? `Unknown option: ${raw}` : `Unknown option of \`daloy ${command.name}\`: ${raw}`,
    meant === undefined ? help(command) : `Did you mean --${meant}?`,
  );
}

const longName = (letter: string): string =>
  Object.keys(globalFlags).find((name) => name.startsWith(letter)) ?? letter;

const help = (command?: Command): string =>
  `Run \`daloy ${command === undefined ? "" : `${command.name} `}--help\`.`;
