import type { Command } from "../command.ts";
import { loadConfig, smokeSection } from "../config/config.ts";
import { describeProject } from "../describe/describe.ts";
import type { AppDescription } from "../describe/description.ts";
import { ExitCode } from "../exit-code.ts";
import { unlessAborted } from "../processes/cancelled.ts";
import { routeManifest, routesDocument } from "../routes/json.ts";
import { routeTable } from "../routes/table.ts";
import { ToolError, usageError } from "../tool-error.ts";

export const routes: Command = {
  name: "routes",
  summary: "Show every route: who may call it, its limits, its hooks",
  description: `Builds the project, and shows the routes that it has in production. The app is made with
DALOY_BUILD=1 and does not run: no secret is read, and no .env.`,
  flags: {
    json: { description: "Print one JSON document on stdout, and nothing else there" },
    manifest: { description: "Print {operationId: [method, path]} as JSON: what createClient takes" },
  },
  async run({ directory, env, terminal, signal, flag }) {
    if (flag("json") && flag("manifest")) {
      throw usageError("--json and --manifest are two documents.", "Ask for one of them.");
    }
    const describe = async (): Promise<AppDescription> => {
      const config = smokeSection(await loadConfig(directory));
      return (await describeProject(directory, config, env)).app;
    };
    try {
      const app = await unlessAborted(describe(), signal);
      if (flag("json")) terminal.out(routesDocument(app));
      else if (flag("manifest")) terminal.out(routeManifest(app.routes));
      else terminal.out(routeTable(app));
      return ExitCode.holds;
    } catch (error) {
      if (error instanceof ToolError && flag("json")) {
        const { message, fix } = error;
        terminal.out(`${JSON.stringify({ schema: 1, error: { message, fix } }, undefined, 2)}\n`);
      }
      throw error;
    }
  },
};
