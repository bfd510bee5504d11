import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ToolError } from "../tool-error.ts";
import type { HarnessTask } from "./harness-task.ts";
import type { Launch } from "./launch.ts";
import type { Session } from "./session.ts";

const harness = fileURLToPath(new URL("./harness.js", import.meta.url));

/** Starts the project's app with one more route, in a process of its own. */
export function harnessPlan({ config, directory, environment }: Session, add: HarnessTask["add"]): Launch {
  const url = (path: string): string => pathToFileURL(join(directory, path)).href;
  const task: HarnessTask = {
    app: url(config.app),
    config: url(config.config),
    serve: pathToFileURL(resolveServe(directory)).href,
    add,
  };
  return { command: ["node", harness, JSON.stringify(task)], directory, environment };
}

function resolveServe(directory: string): string {
  try {
    return createRequire(join(directory, "package.json")).resolve("@daloyjs/core/node");
  } catch {
    throw new ToolError("@daloyjs/core is not installed here.", "Run your package manager's install.");
  }
}
