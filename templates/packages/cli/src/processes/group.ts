import { spawnSync } from "node:child_process";

/** The leaders of the process groups that this tool started and that may still have members. */
const live = new Set<number>();

/** Puts a group under the tool's care: it cannot outlive the tool. */
export function adoptGroup(leader: number): void {
  live.add(leader);
}

/** Kills what is left of a group at once, grandchildren included. */
export function killGroup(leader: number): void {
  if (!live.delete(leader)) return;
  signalGroup(leader, "SIGKILL");
}

/** Asks a whole group to end. */
export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  if (process.platform === "win32") {
    // Windows has no process groups; its own tool walks the tree of children.
    spawnSync("taskkill", ["/pid", String(leader), "/t", "/f"], { stdio: "ignore", windowsHide: true });
    return;
  }
  try {
    process.kill(-leader, signal);
  } catch {
    // Nobody is left in it.
  }
}

/** For the very end: synchronous, so that it works in an `exit` handler. */
export function killAllGroups(): void {
  for (const leader of [...live]) killGroup(leader);
}
