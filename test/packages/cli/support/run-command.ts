import { pathToFileURL } from "node:url";
import type * as Commands from "../../../../templates/packages/cli/src/commands/index.ts";
import type * as Main from "../../../../templates/packages/cli/src/main.ts";
import { heardTerminal } from "./heard.ts";
import type { Workshop } from "./projects.ts";

/** Runs the compiled tool in this process, because some of its modules are programs of their own. */
export async function runCommand({ tool }: Workshop, args: readonly string[], directory: string, env = {}) {
  const url = (module: string) => pathToFileURL(`${tool}/${module}.js`).href;
  const { commands }: typeof Commands = await import(url("commands/index"));
  const { main }: typeof Main = await import(url("main"));
  const { seen, terminal } = heardTerminal();
  const code = await main(args, commands, {
    directory,
    env: { PATH: process.env["PATH"], ...env },
    terminal,
    signal: new AbortController().signal,
  });
  return { code, stdout: seen.out, stderr: seen.error };
}
