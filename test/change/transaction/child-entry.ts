import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { recover } from "../../../src/change/transaction/recover.ts";
import { atCall, hookable, removeFirstFile } from "./disk-calls.ts";
import { scenarios, writeScenario } from "./scenarios.ts";

Object.assign(fs.promises, hookable({ ...fs.promises }));
syncBuiltinESMExports();

/** Kills this process before its call of that number; half of what an `rm` was to remove is gone by then. */
async function killedAt(number: number, run: () => Promise<unknown>): Promise<void> {
  const die = (call: string, path: string) => {
    if (call === "rm") removeFirstFile(path);
    process.kill(process.pid, "SIGKILL");
  };
  const { calls, outcome } = await atCall(number, die, run);
  if ("error" in outcome) throw outcome.error;
  process.stdout.write(String(calls));
}

export async function writeKilledAt(number: number, name: string, root: string): Promise<void> {
  const scenario = scenarios[name];
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  await killedAt(number, () => writeScenario(root, scenario));
}

export async function recoverKilledAt(number: number, directory: string): Promise<void> {
  await killedAt(number, () => recover(directory));
}
