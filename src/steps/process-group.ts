import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** How long a group may take to end by itself before it is killed, in milliseconds. */
const patience = 3_000;
const interval = 50;

/** Ends a process group: asks it to, waits until every member is gone, and kills what stays. */
export async function endGroup(pid: number): Promise<void> {
  if (process.platform === "win32") return endTree(pid);
  signalGroup(pid, "SIGTERM");
  for (let waited = 0; waited < patience; waited += interval) {
    if (!signalGroup(pid, 0)) return;
    await sleep(interval);
  }
  signalGroup(pid, "SIGKILL");
}

function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

/** Windows has no process groups; its own tool walks the tree of children. */
function endTree(pid: number): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn("taskkill", ["/pid", String(pid), "/t", "/f"], { stdio: "ignore" });
    child.once("error", () => resolve());
    child.once("close", () => resolve());
  });
}
