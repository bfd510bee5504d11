import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";

type Variables = Readonly<Record<string, string>>;

/** What the project's own files say of its environment. */
export interface EnvFiles {
  /** `.env`: git-ignored, with the secrets of this machine. */
  readonly values: Variables;
  /** `.env.example`: in git, with none. */
  readonly example: Variables;
  /** The variables below a `# secret:` line of `.env.example`. */
  readonly secrets: readonly string[];
}

export async function readEnvFiles(directory: string): Promise<EnvFiles> {
  const [env, example] = await Promise.all([
    readOrEmpty(join(directory, ".env")),
    readOrEmpty(join(directory, ".env.example")),
  ]);
  return { values: parse(env), example: parse(example), secrets: markedSecrets(example) };
}

export function markedSecrets(example: string): string[] {
  return [...example.matchAll(/^#[ \t]*secret:.*\r?\n(\w+)=/gm)].flatMap(([, name]) => name ?? []);
}

function parse(text: string): Variables {
  const entries = Object.entries(parseEnv(text));
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}
