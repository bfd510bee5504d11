// What an upgrade costs in a project of 10,000 files of the user's own, beside the same project without them: time, and how
// many files it opens. It must not read what it did not render. Run after `npm run build`: node bench/upgrade.mjs
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(new URL("../dist/create-daloy.js", import.meta.url));
const runs = 5;
const ownFiles = 10_000;

/** Counts the paths that the command opens or lists in the project, through the one module that it reads the disk with. */
const counter = `
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
const [opened, own] = [new Set(), new Set()];
for (const name of ["open", "readFile", "readdir", "lstat"]) {
  const original = fs.promises[name];
  fs.promises[name] = (path, ...rest) => {
    if (String(path).startsWith(process.env.BENCH_PROJECT)) opened.add(String(path));
    if (String(path).includes("/own/")) own.add(String(path));
    return original(path, ...rest);
  };
}
syncBuiltinESMExports();
process.on("exit", () => process.stderr.write(JSON.stringify({ opened: opened.size, own: own.size })));
`;

const folder = mkdtempSync(join(tmpdir(), "daloy-bench-upgrade-"));
try {
  const preload = join(folder, "counter.mjs");
  writeFileSync(preload, counter);
  const rows = [measure("without", 0, preload), measure("with 10,000 files", ownFiles, preload)];
  console.table(rows);
  if (rows.some(({ ownRead }) => ownRead > 0)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

function measure(name, count, preload) {
  const project = join(folder, name.replaceAll(/\W+/g, "-"));
  const run = (...flags) =>
    execFileSync(process.execPath, [command, project, "--no-install", ...flags], {
      stdio: ["ignore", "ignore", "pipe"],
    });
  run("--yes", "--no-git", "--package-manager", "npm");
  for (let index = 0; index < count; index += 1) {
    const at = join(project, "own", String(index % 100));
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, `${index}.ts`), `export const own${index} = ${index};\n`);
  }
  const times = [];
  for (let index = 0; index < runs; index += 1) {
    const started = performance.now();
    // There and back, so that each run has something to do.
    run("--yes", "--package-manager", index % 2 === 0 ? "pnpm" : "npm");
    times.push(performance.now() - started);
  }
  const env = { ...process.env, BENCH_PROJECT: project };
  const args = ["--import", preload, command, project, "--no-install", "--json", "--package-manager", "npm"];
  const report = join(folder, "report.json");
  execFileSync("sh", ["-c", `"$0" "$@" 2> "${report}" > /dev/null`, process.execPath, ...args], { env });
  const { opened, own } = JSON.parse(readFileSync(report, "utf8"));
  times.sort((a, b) => a - b);
  return {
    project: name,
    medianMs: Math.round(times[Math.floor(runs / 2)]),
    pathsTouched: opened,
    ownRead: own,
  };
}
