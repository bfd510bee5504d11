import { git, listTrackedFiles } from "../../verify/files.ts";
import type { Finding, Gate, GateContext } from "../../verify/gate.ts";
import type { Source } from "../../verify/source.ts";
import { assignedInData, assignedInProgram } from "./assigned.ts";
import { credentialsIn } from "./formats.ts";

export const secrets: Gate = {
  name: "secrets",
  summary: "No credentials in tracked files and staged changes; no .env in git",
  explanation: `Finds in every file that git tracks, and in what is staged: an environment file (.env, .env.production, …) that is not an
example; credentials by their format (private keys, and tokens of AWS, GitHub, GitLab, npm, Slack, Stripe, Google, OpenAI,
Anthropic and others); passwords in URLs; and long random values that are given to a secret's name, as a constant or as the
default of an environment variable. Outside of tests, that is: a made-up secret in a test is let be, a real format is not.

What was pushed once is known for good: revoke it first, then remove it. The finding never repeats the value.

It does not look at the history of git (a scanner of the host does), at files that are ignored, at words used as passwords, or
at files above a megabyte.`,
  async run(context) {
    const { directory } = context;
    const tracked = await listTrackedFiles(directory);
    // Without git nobody knows what will be committed; the rendered .gitignore leaves .env out.
    const files = tracked ?? (await context.files()).filter((file) => !isEnvironmentFile(file));
    const sources = new Map((await context.sources()).map((source) => [source.file, source]));
    const staged = new Set(await stagedFiles(directory));
    const found = await Promise.all(
      files
        .filter((file) => !rendered.test(file))
        .map((file) => inspect(file, context, sources.get(file), staged.has(file))),
    );
    return [...files.filter(isEnvironmentFile).map(environmentFile), ...found.flat()];
  },
};

const rendered = /^(?:vendor\/daloyjs-(?:core|cli)\/|\.daloy\/)/;
const mostCharacters = 1024 * 1024;
const examples = /\.(?:example|sample|template|dist|defaults?|schema)$/i;

const isEnvironmentFile = (file: string): boolean =>
  /(?:^|\/)\.env(?:\.[^/]+)?$/.test(file) && !examples.test(file) && !file.endsWith(".example.env");

async function stagedFiles(directory: string): Promise<string[]> {
  const names = await git(directory, [
    "diff",
    "--cached",
    "--name-only",
    "--relative",
    "-z",
    "--diff-filter=ACMR",
  ]);
  return names?.split("\0").filter(Boolean) ?? [];
}

const why = "Whoever can read the repository, now or later, has it too; it stays in the history.";

function environmentFile(file: string): Finding {
  return {
    file,
    line: 1,
    rule: "environment-file",
    message: "This file holds the secrets of one machine, and git tracks it.",
    why,
    fix: `Revoke what is in it, run \`git rm --cached ${file}\`, and keep .env in .gitignore.`,
  };
}

/** The file as it is, and as it is staged where that differs. */
async function inspect(
  file: string,
  { directory, readText }: GateContext,
  source: Source | undefined,
  staged: boolean,
): Promise<Finding[]> {
  const text = await readText(file);
  const inIndex = staged ? await git(directory, ["show", `:./${file}`]) : undefined;
  const found = text === undefined ? [] : inspectText(file, text, source);
  if (inIndex === undefined || inIndex === text) return found;
  const known = new Set(found.map(({ message }) => message));
  return [...found, ...inspectText(file, inIndex, undefined).filter(({ message }) => !known.has(message))];
}

function inspectText(file: string, text: string, source: Source | undefined): Finding[] {
  if (text.length > mostCharacters || text.includes("\0")) return [];
  const byFormat = credentialsIn(text);
  const taken = new Set(byFormat.map(({ line }) => line));
  const assigned = source?.parsed ? assignedInProgram(source) : assignedInData(file, text);
  const findings = [...byFormat, ...assigned.filter(({ line }) => !taken.has(line))];
  return findings.map(({ line, what, rule }) => ({
    file,
    line,
    rule,
    message: `${what} is written here.`,
    why,
    fix: "Revoke it, take it from the environment through src/config.ts, and keep it in .env or a secret store.",
  }));
}
