import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Where the checkers are installed; what lies below it finds them as packages. */
export const workshop = fileURLToPath(new URL("../../../.cache/e2e/openapi/", import.meta.url));

/** The newest that run on the oldest Node that is supported. They stay out of the root install, which they would double. */
const packages = {
  "@hey-api/openapi-ts": "0.95.0",
  "@redocly/cli": "2.77.0",
  "@seriousme/openapi-schema-validator": "2.11.0",
  "@valibot/to-json-schema": "1.8.0",
  "openapi-fetch": "0.17.0",
  "openapi-typescript": "7.13.0",
  // the generators print with the compiler's own API, which TypeScript 7 does not have
  typescript: "5.9.3",
  valibot: "1.5.0",
};

const userConfig = `${workshop}empty.npmrc`;

/** No settings of this machine's user, and none of the npm that runs the tests. */
function environment(): Record<string, string> {
  const { PATH = "", HOME = "" } = process.env;
  return { PATH, HOME, LANG: "C.UTF-8", NPM_CONFIG_USERCONFIG: userConfig, REDOCLY_TELEMETRY: "off" };
}

/** Installs the checkers, without their scripts, unless they are there. */
export function fetchCheckers(): void {
  const wanted = Object.entries(packages);
  if (wanted.every(([name, version]) => installedVersion(name) === version)) return;
  mkdirSync(workshop, { recursive: true });
  writeFileSync(userConfig, "");
  writeFileSync(`${workshop}package.json`, JSON.stringify({ private: true, type: "module" }));
  const names = wanted.map(([name, version]) => `${name}@${version}`);
  const args = ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", ...names];
  const { status, stderr } = spawnSync("npm", args, { cwd: workshop, env: environment(), encoding: "utf8" });
  if (status !== 0) throw new Error(`The checkers were not to be had.\n${stderr}`);
}

function installedVersion(name: string): string | undefined {
  const manifest = `${workshop}node_modules/${name}/package.json`;
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")).version : undefined;
}

/** Runs a checker's command in the workshop. */
export function runChecker(command: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(`${workshop}node_modules/.bin/${command}`, args, {
    cwd: workshop,
    env: environment(),
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}
