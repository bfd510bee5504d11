/**
 * A process of its own: the project's app with one more route, served by the project's framework. Started by
 * `daloy smoke` as `node harness.js <task as JSON>`, with HOST and PORT in the environment.
 */
import { type HarnessTask, openWritePath, statePath, throwingPath, thrownMessage } from "./harness-task.ts";

interface App {
  route(definition: object): unknown;
}

type Callable = (...args: readonly unknown[]) => unknown;

const task: HarnessTask = JSON.parse(process.argv[2] ?? "");
const config = await (await exported(task.config, "loadConfig"))((name: string) => process.env[name]);
const app = await (await exported(task.app, "createApp"))(config);
assertApp(app);
if (task.add === "open-write") addOpenWrite(app);
else addThrowingRoute(app);
const serve = await exported(task.serve, "serve");
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

async function exported(url: string, name: string): Promise<Callable> {
  const module: Readonly<Record<string, unknown>> = await import(url);
  const value = module[name];
  if (typeof value !== "function") throw new Error(`${url} exports no function ${name}`);
  return (...args) => value(...args);
}

function assertApp(value: unknown): asserts value is App {
  if (typeof value === "object" && value !== null && "route" in value) return;
  throw new Error(`${task.app}: createApp() returned no App`);
}
