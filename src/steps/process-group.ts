import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** How long a group may take to end by itself before it is killed, in milliseconds. */
const patience = 3_000;
/** How long the killed may take to be gone. Longer would wait for zombies that a container's init does not collect. */
const afterlife = 300;

/**
 * Ends a process group: asks it to, and kills what stays.
 *
 * @param closed Settles when the leader has ended and nobody holds its output any more.
 */
export async function endGroup(pid: number, closed: Promise<unknown>): Promise<void> {
  if (process.platform === "win32") return endTree(pid);
  signalGroup(pid, "SIGTERM");
  const waiting = new AbortController();
  await Promise.race([closed, sleep(patience, undefined, { signal: waiting.signal }).catch(() => {})]);
  waiting.abort();
  for (let waited = 0; signalGroup(pid, "SIGKILL") && waited < afterlife; waited += 20) await sleep(20);
}

function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
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
