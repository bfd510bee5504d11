import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { smokeSection } from "../config/config.ts";
import { describeProject } from "../describe/describe.ts";
import { systemEnvironment } from "../environment/child-environment.ts";
import { readLockedProject } from "../lockfile/read-project.ts";
import { once } from "../once.ts";
import { buildProject } from "../project/build.ts";
import { type InstalledPackage, installedPackages } from "../project/installed.ts";
import { createRegistry } from "../registry/registry.ts";
import { readRegistrySettings } from "../registry/settings.ts";
import { listProjectFiles } from "./files.ts";
import type { GateContext } from "./gate.ts";
import { isProgram, parseSources } from "./source.ts";

/** Where the files of a project are. */
export interface Files {
  list(): Promise<readonly string[]>;
  read(file: string): Promise<string | undefined>;
  /** What is installed; by default what is in the project's directory. */
  packages?(): Promise<readonly InstalledPackage[]>;
}

export const filesOn = (directory: string): Files => ({
  list: () => listProjectFiles(directory),
  read: (file) => readIfThere(join(directory, file)),
});

/** What every gate of one run shares. */
export function createGateContext(
  base: Pick<GateContext, "directory" | "config" | "env" | "now">,
  { list, read, packages = () => installedPackages(base.directory) }: Files = filesOn(base.directory),
): GateContext {
  const texts = new Map<string, Promise<string | undefined>>();
  const readText = (file: string): Promise<string | undefined> => {
    const text = texts.get(file) ?? read(file);
    texts.set(file, text);
    return text;
  };
  const files = once(list);
  const sources = once(async () => {
    const programs = (await files()).filter(isProgram);
    const texts = await Promise.all(programs.map(async (file) => [file, await readText(file)] as const));
    return parseSources(texts.flatMap(([file, text]) => (text === undefined ? [] : [[file, text]])));
  });
  const { directory, config, env } = base;
  const build = once(() => buildProject(directory, systemEnvironment(env)));
  const describe = once(() =>
    describeProject(directory, smokeSection(config), env, { build, contract: true }),
  );
  const locked = once(() => readLockedProject({ readText }));
  const installed = once(packages);
  const registry = once(async () => {
    const project = await locked();
    const manager = "manager" in project ? project.manager : "npm";
    return createRegistry(await readRegistrySettings(manager, { readText, env }), env);
  });
  return { ...base, files, readText, sources, build, describe, locked, registry, installed };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    // A symbolic link to a directory is tracked like a file.
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "EISDIR") return undefined;
    throw error;
  }
}
