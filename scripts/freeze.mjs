// Freezes what the templates render now, for the tests of upgrades: `node scripts/freeze.mjs <version>` after a build.
// With --second it freezes the invented release after it, whose changes are those that real releases make.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "./build/root.mjs";
import { makeSecondRelease, secondVersion } from "./freeze/second-release.mjs";

const second = process.argv.includes("--second");
const { version: built } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const version = second ? secondVersion : built;

const folder = mkdtempSync(join(tmpdir(), "daloy-freeze-"));
try {
  for (const part of ["dist", "templates"])
    cpSync(`${root}${part}`, join(folder, part), {
      recursive: true,
      filter: (path) => !path.includes("node_modules"),
    });
  if (second) makeSecondRelease(folder, built);
  const project = join(folder, "frozen-app");
  const flags = [project, "--yes", "--package-manager", "npm", "--no-install", "--no-git", "--json"];
  execFileSync(process.execPath, [join(folder, "dist/create-daloy.js"), ...flags]);
  const { renames } = JSON.parse(readFileSync(join(folder, "templates/releases.json"), "utf8"));
  const frozen = { version, renames, files: reduced(project) };
  const packed = gzipSync(JSON.stringify(frozen), { level: 9 });
  packed.fill(0, 4, 8);
  packed[9] = 255;
  writeFileSync(`${root}test/upgrade/corpus/releases/${version}.gz`, packed);
  process.stdout.write(`${version}: ${Object.keys(frozen.files).length} files, ${packed.length} bytes\n`);
} finally {
  rmSync(folder, { recursive: true });
}

/** The project byte for byte, records included, with three files of each vendored package and with no secret. */
function reduced(project) {
  const isKept = (path) =>
    !path.startsWith("vendor/") ||
    /^vendor\/[^/]+\/(package\.json|LICENSE|dist\/(index|daloy)\.js)$/.test(path);
  const files = {};
  for (const entry of readdirSync(project, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const at = join(entry.parentPath, entry.name);
    const path = relative(project, at).split(sep).join("/");
    if (!isKept(path)) continue;
    let content = readFileSync(at);
    if (path === ".env") content = Buffer.from(content.toString().replace(/[\w-]{64}/g, "t".repeat(64)));
    if (path === ".daloy/lock.json") content = Buffer.from(pruned(JSON.parse(content.toString()), isKept));
    const mode = (statSync(at).mode & 0o777).toString(8);
    const isText = !content.includes(0) && Buffer.from(content.toString()).equals(content);
    files[path] = isText ? { mode, text: content.toString() } : { mode, base64: content.toString("base64") };
  }
  return files;
}

/** The lock without the files that were left out, in its own form: one line for each file. */
function pruned({ files, ...head }, isKept) {
  const lines = Object.entries(files)
    .filter(([path]) => isKept(path))
    .map(([path, entry]) => `    ${JSON.stringify(path)}: ${JSON.stringify(entry)}`);
  return `${JSON.stringify(head, null, 2).replace(/\n\}$/, "")},\n  "files": {\n${lines.join(",\n")}\n  }\n}\n`;
}
