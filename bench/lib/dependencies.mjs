import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { coreEntries } from "../contenders/index.mjs";

const bench = new URL("../", import.meta.url);

/** The environment without what `npm run` adds: a child must not behave by this script's settings. */
export function cleanEnvironment(extra = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$|NODE_)/i.test(name));
  return { ...Object.fromEntries(kept), ...extra };
}

/** Installs the peers from bench/package-lock.json, unless what is installed is as new as the lockfile. */
export function installPeers() {
  const installed = new URL("node_modules/.package-lock.json", bench);
  const lockfile = new URL("package-lock.json", bench);
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs) return;
  console.error("Installing the peers (npm ci in bench/) …");
  execFileSync("npm", ["ci"], {
    cwd: fileURLToPath(bench),
    env: cleanEnvironment(),
    stdio: ["ignore", process.stderr, process.stderr],
  });
}

/** Why `daloy` cannot run, or `undefined` when its build is there. */
export function missingCore() {
  const missing = coreEntries.filter((entry) => !existsSync(entry)).map((entry) => fileURLToPath(entry));
  if (missing.length === 0) return undefined;
  return `@daloyjs/core is not built (missing ${missing.join(", ")}): run \`npm run build\` in the repository's root`;
}
