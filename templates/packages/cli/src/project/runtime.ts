import { join } from "node:path";

/**
 * The program that a word of `smoke.start` names. Where it is the runtime that runs this very tool, it is that one, whatever the
 * PATH says.
 */
export function programOf(file: string): string {
  const { versions, execPath } = process;
  const own = versions["bun"] !== undefined ? "bun" : versions["deno"] !== undefined ? "deno" : "node";
  return file === own ? execPath : file;
}

/** The runtimes on which a process of the project is started; each is an entry point of `@daloyjs/core`. */
export type ProjectRuntime = "node" | "bun" | "deno";

/** @param start the command that starts the app, as `smoke.start` has it */
export function runtimeOf([file]: readonly string[]): ProjectRuntime {
  return file === "bun" || file === "deno" ? file : "node";
}

/**
 * The words in front of a module of this tool that loads the app, on the app's own runtime. On Deno it has the app's permissions,
 * and may read the project besides: what is not imported by name is read.
 */
export function runnerOf(start: readonly string[], directory: string): readonly string[] {
  const runtime = runtimeOf(start);
  if (runtime !== "deno") return [runtime];
  return [...start.slice(0, -1), denoConfig(directory), `--allow-read=${directory}`, "--allow-sys"];
}

/** Deno looks for its configuration beside the module that it starts, where the project's is not. */
export const denoConfig = (directory: string): string => `--config=${join(directory, "deno.json")}`;
