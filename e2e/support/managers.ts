import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const cache = fileURLToPath(new URL("../../.cache/e2e/", import.meta.url));

/** The newest line of pnpm that runs on the oldest Node that is supported. */
const pnpmVersion = "10.34.9";

/**
 * An environment for real package managers: no settings of this machine's user, none of the package manager that runs
 * the tests, and a pnpm of a known version on the path.
 */
export function managerEnvironment(): Record<string, string> {
  mkdirSync(cache, { recursive: true });
  const userConfig = join(cache, "empty.npmrc");
  writeFileSync(userConfig, "");
  const { PATH = "", HOME = "" } = process.env;
  const env = { HOME, LANG: "C.UTF-8", NPM_CONFIG_USERCONFIG: userConfig };
  return { ...env, PATH: `${fetchPnpm({ ...env, PATH })}${delimiter}${PATH}` };
}

/** @returns The folder of the executable */
function fetchPnpm(env: Record<string, string>): string {
  const prefix = join(cache, "pnpm");
  const manifest = join(prefix, "node_modules/pnpm/package.json");
  if (!existsSync(manifest) || !readFileSync(manifest, "utf8").includes(`"version": "${pnpmVersion}"`)) {
    mkdirSync(prefix, { recursive: true });
    writeFileSync(join(prefix, "package.json"), "{}");
    const args = ["install", "--no-save", "--ignore-scripts", `pnpm@${pnpmVersion}`];
    const { status, stderr } = spawnSync("npm", args, { cwd: prefix, env, encoding: "utf8" });
    if (status !== 0) throw new Error(`pnpm ${pnpmVersion} was not to be had.\n${stderr}`);
  }
  return join(prefix, "node_modules/.bin");
}
