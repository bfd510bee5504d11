import { fileURLToPath } from "node:url";
import { appModules, coreModule } from "../project/modules.ts";
import { runnerOf, runtimeOf } from "../project/runtime.ts";
import type { HarnessTask } from "./harness-task.ts";
import type { Launch } from "./launch.ts";
import type { Session } from "./session.ts";

const harness = fileURLToPath(new URL("./harness.js", import.meta.url));

/** Starts the project's app with one more route, or with a fault, in a process of its own. */
export function harnessPlan({ config, directory, environment }: Session, add: HarnessTask["add"]): Launch {
  const task: HarnessTask = {
    ...appModules(directory, config),
    core: coreModule(directory),
    session: coreModule(directory, "session"),
    serve: coreModule(directory, runtimeOf(config.start)),
    add,
  };
  return {
    command: [...runnerOf(config.start, directory), harness, JSON.stringify(task)],
    directory,
    environment,
  };
}
