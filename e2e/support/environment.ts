import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What the end-to-end tests fetch, once. */
export const cacheDirectory = fileURLToPath(new URL("../../.cache/e2e/", import.meta.url));

/** An environment with no settings of this machine's user, and none of the package manager that runs the tests. */
export function cleanEnvironment(): Record<string, string> {
  mkdirSync(cacheDirectory, { recursive: true });
  const userConfig = join(cacheDirectory, "empty.npmrc");
  writeFileSync(userConfig, "");
  const { PATH = "", HOME = "", NODE_EXTRA_CA_CERTS } = process.env;
  return {
    HOME,
    LANG: "C.UTF-8",
    NPM_CONFIG_USERCONFIG: userConfig,
    PATH,
    // whose certificates the machine trusts is no setting of a package manager
    ...(NODE_EXTRA_CA_CERTS === undefined ? {} : { NODE_EXTRA_CA_CERTS }),
  };
}
