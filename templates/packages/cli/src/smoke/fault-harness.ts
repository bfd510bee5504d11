/**
 * A process of its own: builds one fault after the other into an app of the project, each time a new one, tries to serve it
 * with the project's framework, and says what came. Started by `daloy smoke` as `<runtime> fault-harness.js <task as JSON>`,
 * with HOST and a PORT that is taken in the environment.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { createProjectApp, importFunction } from "../project/create-app.ts";
import type { FaultOutcome, FaultsToTry, HarnessTask, PlantedFault } from "./harness-task.ts";
import { plantFault } from "./plant-fault.ts";
import { namesTakenPort } from "./taken-port.ts";

const task: HarnessTask<FaultsToTry> = JSON.parse(process.argv[2] ?? "");
const serve = await importFunction(task.serve, "serve");
for (const fault of task.work.faults) {
  await write(`${JSON.stringify(await tryFault(fault))}\n`);
}
// what the apps hold open ends here
process.exit(0);

async function tryFault(fault: PlantedFault): Promise<FaultOutcome> {
  const started = performance.now();
  const came = await Promise.race([serveWith(fault), late()]);
  return { smokeFault: fault, ...came, ms: Math.round(performance.now() - started) };
}

async function serveWith(fault: PlantedFault): Promise<Pick<FaultOutcome, "came" | "words">> {
  try {
    const app = await createProjectApp(task);
    await plantFault(app, fault, task, () =>
      serve(app, { port: Number(process.env["PORT"]), hostname: process.env["HOST"] }),
    );
    return { came: "listened", words: "" };
  } catch (error) {
    const words = inspect(error);
    return { came: namesTakenPort(words) ? "listened" : "error", words };
  }
}

async function late(): Promise<Pick<FaultOutcome, "came" | "words">> {
  await sleep(task.work.limitMs);
  return { came: "late", words: "" };
}

function write(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}
