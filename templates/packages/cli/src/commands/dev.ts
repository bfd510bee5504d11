import type { Command } from "../command.ts";
import { loadConfig, smokeSection } from "../config/config.ts";
import { develop } from "../dev/develop.ts";
import { devProcesses } from "../dev/processes.ts";

export const dev: Command = {
  name: "dev",
  summary: "Compile and restart the app on every change",
  description: `Runs \`tsc --watch\` beside \`node --watch\`, or the watch mode of Bun or Deno, on the entry that smoke.start
of daloy.config.json names, in development (DALOY_ENV=development). Ctrl-C ends all of it.`,
  flags: {},
  async run({ directory, env, terminal, signal }) {
    const { start } = smokeSection(await loadConfig(directory));
    return develop(devProcesses(directory, start, env), terminal, signal);
  },
};
