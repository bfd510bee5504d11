import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Answers } from "../../src/answers/answers.ts";
import type { SecretSource } from "../../src/template/env-file.ts";
import { type LayerStore, loadLayers } from "../../src/template/load.ts";
import { renderTree } from "../../src/template/render.ts";
import type { Tree } from "../../src/template/tree.ts";
import { defaultAnswers } from "../support/settings.ts";
import { countingSecrets } from "../template/fixture-store.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

let layers: Promise<LayerStore> | undefined;

/** The real templates, rendered. They are read once. */
export async function renderProject(
  answers: Partial<Answers> = {},
  secrets: SecretSource = countingSecrets(),
): Promise<Tree> {
  layers ??= loadLayers(join(root, "templates"));
  return renderTree(await layers, { ...defaultAnswers, ...answers }, secrets);
}

export function textOf(tree: Tree, path: string): string {
  const file = tree.get(path);
  if (!file) throw new Error(`The project has no ${path}.`);
  return Buffer.from(file.content).toString("utf8");
}

/** Writes a tree to a new directory, outside of this repository, whose packages could otherwise stand in for missing ones. */
export async function writeProject(tree: Tree): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "daloy-templates-")));
  for (const [path, { content, mode }] of tree) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content, { mode });
  }
  return directory;
}

/** Puts the dependencies in place: the vendored packages as links, as every manager does, the others from this repository. */
export async function linkDependencies(directory: string): Promise<void> {
  const links = {
    "@daloyjs/core": join(directory, "vendor/daloyjs-core"),
    "@daloyjs/cli": join(directory, "vendor/daloyjs-cli"),
    "@redis/client": join(root, "node_modules/@redis/client"),
    "@types/node": join(root, "node_modules/@types/node"),
    typescript: join(root, "node_modules/typescript"),
    zod: join(root, "node_modules/zod"),
  };
  for (const [name, target] of Object.entries(links)) {
    const link = join(directory, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(target, link);
  }
}

export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** Runs one of the project's own scripts, in the way that a package manager does. */
export async function runScript(directory: string, command: string): Promise<Ran> {
  const environment: NodeJS.ProcessEnv = {
    PATH: `${join(root, "node_modules/.bin")}:${dirname(process.execPath)}:${process.env["PATH"]}`,
    HOME: process.env["HOME"],
  };
  return new Promise((resolve) => {
    execFile("sh", ["-c", command], { cwd: directory, env: environment }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      resolve({ code, output: stdout + stderr });
    });
  });
}

export async function remove(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
}
