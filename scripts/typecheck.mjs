// Type-checks every program of the repository, and the templates where they stand. Two at a time: tsc is native.
import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "./build/root.mjs";
import { tsc } from "./build/tsc.mjs";

const projects = [
  "tsconfig.json",
  "templates/packages/core/tsconfig.json",
  "templates/packages/core/tsconfig.portable.json",
  "templates/packages/cli/tsconfig.json",
  ...templateProjects(),
].filter((project) => existsSync(root + project));

/** Layers name the compiler options that they are checked with, one per runtime. */
function templateProjects() {
  return readdirSync(`${root}templates`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === "tsconfig.check.json" && !entry.parentPath.includes("node_modules"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

const queue = [...projects];
let failed = 0;

async function work() {
  for (let project = queue.shift(); project !== undefined; project = queue.shift()) {
    const { ok, output } = await tsc(["-p", project, "--noEmit"]);
    if (ok) continue;
    failed += 1;
    process.stderr.write(`${project}\n${output}\n`);
  }
}

await Promise.all([work(), work()]);
process.stdout.write(`typecheck: ${projects.length - failed} of ${projects.length} projects hold\n`);
process.exitCode = failed === 0 ? 0 : 1;
