/**
 * A process of its own: the project's app with one more route, served by the project's framework. Started by
 * `daloy smoke` as `<runtime> harness.js <task as JSON>`, with HOST and PORT in the environment.
 */
import { type App, createProjectApp, importFunction } from "../project/create-app.ts";
import {
  type HarnessTask,
  type ServedAddition,
  statePath,
  throwingPath,
  thrownMessage,
} from "./harness-task.ts";
import { plantFault } from "./plant-fault.ts";

const task: HarnessTask<ServedAddition> = JSON.parse(process.argv[2] ?? "");
const app = await createProjectApp(task);
const serve = await importFunction(task.serve, "serve");
const listen = (): unknown =>
  serve(app, { port: Number(process.env["PORT"]), hostname: process.env["HOST"] });
if (task.work === "throwing-route") {
  addThrowingRoute(app);
  await listen();
} else {
  await plantFault(app, task.work, task, listen);
}

function addThrowingRoute(app: App): void {
  let thrown = 0;
  app.route({
    method: "GET",
    path: throwingPath,
    operationId: "smokeThrows",
    responses: { 204: { description: "Never" } },
    handler() {
      thrown += 1;
      throw new Error(thrownMessage);
    },
  });
  app.route({
    method: "GET",
    path: statePath,
    operationId: "smokeState",
    responses: { 200: { description: "What went on" } },
    handler: () => ({ status: 200, body: { thrown, inherited: inheritedKeys() } }),
  });
}

/** What every object of the process has got on top of what the language gives it. */
function inheritedKeys(): string[] {
  const keys: string[] = [];
  for (const key in {}) keys.push(key);
  return keys;
}
