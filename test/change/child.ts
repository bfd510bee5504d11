import { spawn } from "node:child_process";
import { chmod } from "node:fs/promises";
import { join, resolve } from "node:path";
import { rolldown } from "rolldown";

/** Bundles one module of the source, so that a plain `node` of any user can run it in a child. */
export async function bundle(source: string, folder: string): Promise<string> {
  const build = await rolldown({
    input: resolve(source),
    platform: "node",
    resolve: { mainFields: ["module", "main"] },
  });
  const file = join(folder, "bundle.mjs");
  await build.write({ file, format: "esm", codeSplitting: false });
  await chmod(folder, 0o755);
  return file;
}

/** Runs a module text; gives its output and the signal that ended it. */
export function runModule(
  code: string,
  wrap: readonly string[] = [],
): Promise<{ output: string; errors: string; signal: NodeJS.Signals | null; code: number | null }> {
  const [command = process.execPath, ...before] = [...wrap, process.execPath];
  const child = spawn(command, [...before, "--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code, signal) => done({ output, errors, signal, code }));
  });
}
