import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** The CPUs in a Linux CPU list: `"0,2-4"` → `[0, 2, 3, 4]`. */
export function parseCpuList(list) {
  return list
    .trim()
    .split(",")
    .flatMap((range) => {
      const [first, last = first] = range.split("-").map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
}

/** One core for the server and another for the load. Throws where cores cannot be kept apart. */
export function pickCores() {
  if (process.platform !== "linux") {
    throw new Error("This benchmark needs Linux: it reads CPU time from /proc and pins cores with taskset.");
  }
  const allowed = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync("/proc/self/status", "utf8"));
  const [server, load] = parseCpuList(allowed?.[1] ?? "0");
  if (load === undefined) {
    throw new Error("This benchmark needs two cores: one for the server, one for the load.");
  }
  try {
    execFileSync("taskset", ["-c", String(server), "true"], { stdio: "ignore" });
  } catch {
    throw new Error("`taskset` does not run here: install util-linux.");
  }
  return { server, load };
}
