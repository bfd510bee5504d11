import { fileURLToPath } from "node:url";
import { appModules, coreModule } from "../project/modules.ts";
import { runnerOf, runtimeOf } from "../project/runtime.ts";
import type { FaultsToTry, HarnessTask, ServedAddition } from "./harness-task.ts";
import type { Launch } from "./launch.ts";
import type { Session } from "./session.ts";

const harness = fileURLToPath(new URL("./harness.js", import.meta.url));
const faultHarness = fileURLToPath(new URL("./fault-harness.js", import.meta.url));

/** Starts the project's app with one more route, in a process of its own. */
export const harnessPlan = (session: Session, work: ServedAddition): Launch => plan(harness, session, work);

/** Tries to start the project's app with one fault after the other, in a process of its own. */
export const faultPlan = (session: Session, work: FaultsToTry): Launch => plan(faultHarness, session, work);

function plan<Work>(program: string, { config, directory, environment }: Session, work: Work): Launch {
  const task: HarnessTask<Work> = {
    ...appModules(directory, config),
    core: coreModule(directory),
    session: coreModule(directory, "session"),
    serve: coreModule(directory, runtimeOf(config.start)),
    work,
  };
  return {
    command: [...runnerOf(config.start, directory), program, JSON.stringify(task)],
    directory,
    environment,
  };
}
