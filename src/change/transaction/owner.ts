import { hostname } from "node:os";

/** The process that runs a transaction, so that a live one is told from a killed one. */
export interface Owner {
  readonly pid: number;
  readonly host: string;
}

export function thisProcess(): Owner {
  return { pid: process.pid, host: hostname() };
}

/** Whether that process still runs. One of another host cannot be asked, and counts as ended. */
export function isAlive(owner: Owner): boolean {
  if (owner.host !== hostname() || owner.pid === process.pid) return false;
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
