import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const mostOutput = 64 * 1024 * 1024;

/** What is rendered and judged by its hashes, and what is installed or built. */
const vendored = /^vendor\/daloyjs-(?:core|cli)\//;
const notOwn = new Set(["node_modules", "build", "dist", "coverage", ".git", ".wrangler", ".vercel"]);

/** The project's own files, relative with `/`, in order. */
export async function listProjectFiles(directory: string): Promise<string[]> {
  const args = ["--cached", "--others", "--exclude-standard", "--deduplicate"];
  const listed = (await gitFiles(directory, args)) ?? (await walk(directory, ""));
  return listed.filter((file) => !vendored.test(file)).sort();
}

/** The files that git tracks; `undefined` where there is no git or no repository. */
export function listTrackedFiles(directory: string): Promise<string[] | undefined> {
  return gitFiles(directory, ["--cached", "--deduplicate"]);
}

async function gitFiles(directory: string, args: readonly string[]): Promise<string[] | undefined> {
  const text = await git(directory, ["ls-files", "-z", ...args]);
  return text?.split("\0").filter(Boolean);
}

/** What git prints; `undefined` where there is no git or no repository, or git refuses. */
export async function git(directory: string, args: readonly string[]): Promise<string | undefined> {
  try {
    // fsmonitor is a program that the repository's own configuration names.
    const safe = ["-c", "core.fsmonitor=false", "-c", "core.quotePath=false"];
    const { stdout } = await run("git", [...safe, ...args], { cwd: directory, maxBuffer: mostOutput });
    return stdout;
  } catch {
    return undefined;
  }
}

async function walk(directory: string, below: string): Promise<string[]> {
  const entries = await readdir(join(directory, below), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isFile()) return [path];
      return entry.isDirectory() && !notOwn.has(entry.name) ? walk(directory, path) : [];
    }),
  );
  return found.flat();
}
