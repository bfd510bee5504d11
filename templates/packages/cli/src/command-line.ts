import { parseArgs } from "node:util";
import type { Command } from "./command.ts";
import { globalFlags } from "./help.ts";
import { nearest } from "./nearest.ts";
import { usageError } from "./tool-error.ts";

/** What the command line asks for. */
export type Invocation =
  | { readonly kind: "version" }
  | { readonly kind: "help"; readonly command?: Command }
  | { readonly kind: "run"; readonly command: Command; readonly flags: ReadonlySet<string> };

/** @throws {ToolError} a usage error that names the nearest match */
export function parseCommandLine(argv: readonly string[], commands: readonly Command[]): Invocation {
  // Parsed as a whole without knowing the command, so that `daloy --json smoke` is told what is wrong with it.
  const { tokens } = parseArgs({ args: [...argv], strict: false, allowPositionals: true, tokens: true });
  const words = tokens.flatMap((token) => (token.kind === "positional" ? token.value : []));
  const command = words[0] === undefined ? undefined : findCommand(words[0], commands);
  const known = { ...command?.flags, ...globalFlags };
  const flags = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const name = token.rawName.startsWith("--") ? token.name : longName(token.name);
    if (!Object.hasOwn(known, name)) throw unknownFlag(token.rawName, command, Object.keys(known));
    if (token.value !== undefined) {
      throw usageError(`--${name} takes no value.`, `Write --${name} alone.`);
    }
    flags.add(name);
  }
  if (words[1] !== undefined) {
    throw usageError(`\`daloy ${words[0]}\` takes no argument: ${words[1]}`, help(command));
  }
  if (flags.has("help")) return { kind: "help", ...(command && { command }) };
  if (flags.has("version")) return { kind: "version" };
  if (command === undefined) throw usageError("No command was given.", help());
  return { kind: "run", command, flags };
}

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
