/**
 * A process of its own: the project's app with one more route, served by the project's framework. Started by
 * `daloy smoke` as `node harness.js <task as JSON>`, with HOST and PORT in the environment.
 */
import { type App, createProjectApp, importFunction } from "../project/create-app.ts";
import { type HarnessTask, openWritePath, statePath, throwingPath, thrownMessage } from "./harness-task.ts";

const task: HarnessTask = JSON.parse(process.argv[2] ?? "");
const app = await createProjectApp(task);
if (task.add === "open-write") addOpenWrite(app);
else addThrowingRoute(app);
const serve = await importFunction(task.serve, "serve");
await serve(app, { port: Number(process.env["PORT"]), hostname: process.env["HOST"] });

function addOpenWrite(app: App): void {
  app.route({
    method: "POST",
    path: openWritePath,
    operationId: "smokeOpenWrite",
    responses: { 204: { description: "Written by anyone" } },
    handler: () => ({ status: 204 }),
  });
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
