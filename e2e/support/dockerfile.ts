import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** One line of a Dockerfile, continuation lines joined. */
export interface Instruction {
  readonly name: string;
  readonly words: string;
}

export interface Stage {
  readonly image: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** @returns The stages of a Dockerfile, in order */
export function readDockerfile(text: string): readonly Stage[] {
  const stages: { image: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const line of text.replaceAll("\\\n", " ").split("\n")) {
    const [, name = "", words = ""] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === "FROM") {
      const [image = "", , alias] = words.split(/\s+/);
      stages.push({ image, name: alias, instructions: [] });
    } else if (name !== "") stages.at(-1)?.instructions.push({ name, words });
  }
  return stages;
}

/** What an image is configured with, as its last lines say. */
export interface ImageConfig {
  readonly env: Readonly<Record<string, string>>;
  readonly user: string | undefined;
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
}

export function imageConfig({ instructions }: Stage): ImageConfig {
  const last = (name: string) => instructions.findLast((instruction) => instruction.name === name)?.words;
  const env = instructions.filter(({ name }) => name === "ENV").flatMap(({ words }) => words.split(/\s+/));
  return {
    env: Object.fromEntries(env.map((pair) => pair.split(/=(.*)/s).slice(0, 2))),
    user: last("USER"),
    command: JSON.parse(last("CMD") ?? "[]"),
    healthcheck: JSON.parse(/CMD (\[.*\])$/.exec(last("HEALTHCHECK") ?? "")?.[1] ?? "[]"),
  };
}

/** Copies what `.dockerignore` lets through: everything is left out but what it names. */
export function copyContext(project: string, to: string): void {
  const [everything, ...rules] = readFileSync(join(project, ".dockerignore"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  if (everything !== "*" || rules.some((rule) => !rule.startsWith("!")))
    throw new Error("This reader knows only a .dockerignore that leaves out all and names the rest.");
  mkdirSync(to, { recursive: true });
  for (const path of rules.map((rule) => rule.slice(1).replace(/\/$/, "")))
    if (existsSync(join(project, path))) cpSync(join(project, path), join(to, path), copying);
}

const copying = { recursive: true, verbatimSymlinks: true } as const;

export interface BuildOptions {
  readonly context: string;
  /** Where the stages' files go, a folder each. */
  readonly root: string;
  /** Runs a line of a stage by the shell, in its `WORKDIR`. */
  run(line: string, cwd: string, stage: Stage): Promise<void>;
}

/** Carries out COPY and RUN of all stages without a container. @returns the `WORKDIR` of the last one */
export async function buildStages(
  stages: readonly Stage[],
  { context, root, run }: BuildOptions,
): Promise<string> {
  const folders = new Map<string, string>();
  let directory = root;
  for (const [index, stage] of stages.entries()) {
    const folder = join(root, stage.name ?? String(index));
    if (stage.name !== undefined) folders.set(stage.name, folder);
    directory = folder;
    for (const { name, words } of stage.instructions) {
      if (name === "WORKDIR") {
        directory = join(folder, words);
        mkdirSync(directory, { recursive: true });
      } else if (name === "RUN") await run(words, directory, stage);
      else if (name === "COPY") copy(words, directory, context, folders);
    }
  }
  return directory;
}

function copy(words: string, directory: string, context: string, folders: ReadonlyMap<string, string>): void {
  const parts = words.split(/\s+/);
  const from = parts[0]?.startsWith("--from=") ? parts.shift()?.slice("--from=".length) : undefined;
  const source = from === undefined ? context : folders.get(from);
  const target = parts.pop() ?? "";
  if (source === undefined) throw new Error(`COPY: there is no stage "${from}".`);
  for (const pattern of parts) {
    const found = matches(pattern.replace(/^\//, "").replace(/\/$/, ""), source);
    // a pattern with a star may find nothing, a name may not
    if (found.length === 0 && !pattern.includes("*")) throw new Error(`COPY: there is no ${pattern}.`);
    for (const path of found) {
      // a folder's content goes into the target, a file under its own name
      const to = pattern.endsWith("/") || !target.endsWith("/") ? target : join(target, basename(path));
      cpSync(join(source, path), join(directory, to), copying);
    }
  }
}

/** A path, or files of one folder by a star at the end. */
function matches(pattern: string, folder: string): readonly string[] {
  if (!pattern.endsWith("*")) return existsSync(join(folder, pattern)) ? [pattern] : [];
  return readdirSync(folder).filter((name) => name.startsWith(pattern.slice(0, -1)));
}
