import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Environment } from "../environment/child-environment.ts";
import { startChild } from "../processes/child.ts";
import { printable } from "../terminal/text.ts";
import { ToolError } from "../tool-error.ts";
import { denoSection } from "./deno-json.ts";

/**
 * Runs the `build` script of package.json as a package manager would, without one; or the `build` task of deno.json.
 *
 * @throws {ToolError} with the script's whole output when it fails
 */
export async function buildProject(directory: string, environment: Environment): Promise<void> {
  const script = await buildScript(directory);
  const child = startChild([script], {
    cwd: directory,
    env: withLocalBinaries(directory, environment),
    shell: true,
  });
  const { code } = await child.exited;
  if (code === 0) return;
  throw new ToolError(
    `The build failed: ${script}\n${printable(child.output())}`.trimEnd(),
    "Mend what it names, then run the command again.",
  );
}

async function buildScript(directory: string): Promise<string> {
  let manifest: unknown;
  try {
    manifest = JSON.parse(await readFile(join(directory, "package.json"), "utf8"));
  } catch {
    throw new ToolError(
      "There is no readable package.json here.",
      "Run daloy in the project's root directory.",
    );
  }
  const scripts = isObject(manifest) ? manifest["scripts"] : undefined;
  const build = isObject(scripts) ? scripts["build"] : undefined;
  if (typeof build === "string" && build !== "") return build;
  if (typeof denoSection(directory, "tasks")["build"] === "string") return "deno task build";
  throw new ToolError(
    "package.json has no build script.",
    'Add one, such as "build": "tsc", so that the tool can build what it proves.',
  );
}

function withLocalBinaries(directory: string, environment: Environment): Environment {
  const name = Object.keys(environment).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
  const binaries = join(directory, "node_modules", ".bin");
  return { ...environment, [name]: [binaries, environment[name]].filter(Boolean).join(delimiter) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
