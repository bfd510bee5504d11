import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** `utime` + `stime` in clock ticks out of /proc/<pid>/stat (proc(5)); the name before them may hold anything. */
export function parseCpuTicks(stat) {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

const ticksPerSecond = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/** CPU time that a process and all its threads have used so far, in seconds. */
export const cpuSeconds = (pid) => parseCpuTicks(readFileSync(`/proc/${pid}/stat`, "utf8")) / ticksPerSecond;
