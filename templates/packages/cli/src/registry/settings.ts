import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { execPath } from "node:process";
import type { Manager } from "../project/manager.ts";
import type { GateContext } from "../verify/gate.ts";
import { readBunfig } from "./bunfig.ts";
import { readNpmrc, readNpmVariables } from "./npmrc.ts";
import { readPnpmWorkspace } from "./pnpm-workspace.ts";
import { type RegistryRules, withSlash } from "./rules.ts";
import { readYarnrc, readYarnVariables } from "./yarnrc.ts";

/** Where the project's package manager gets packages from, on this machine. */
export interface RegistrySettings extends RegistryRules {
  /** With a slash at its end. */
  readonly registry: string;
}

type Environment = Readonly<NodeJS.ProcessEnv>;
type ReadRules = (text: string, env: Environment) => RegistryRules | Promise<RegistryRules>;

const defaults: Readonly<Record<Manager, string>> = {
  npm: "https://registry.npmjs.org/",
  pnpm: "https://registry.npmjs.org/",
  yarn: "https://registry.yarnpkg.com/",
  bun: "https://registry.npmjs.org/",
  deno: "https://registry.npmjs.org/",
};

/** The registries and credentials that the project's manager would use: the files that it reads, and its environment. */
export async function readRegistrySettings(
  manager: Manager,
  { readText, env }: Pick<GateContext, "readText" | "env">,
): Promise<RegistrySettings> {
  const files = await Promise.all(
    filesOf(manager, env).map(async ([path, read]) => {
      // what is not the machine's own is the project's
      const text = isAbsolute(path)
        ? await readFile(path, "utf8").catch(() => undefined)
        : await readText(path);
      return text === undefined ? [] : [await read(text, env)];
    }),
  );
  const variables = manager === "yarn" ? readYarnVariables(env) : readNpmVariables(env, manager === "bun");
  const rules = [...files.flat(), variables];
  const registry = rules.reduce(
    (weaker, one) => (URL.canParse(one.registry ?? "") ? (one.registry ?? weaker) : weaker),
    defaults[manager],
  );
  return {
    registry: withSlash(registry),
    scopes: new Map(rules.flatMap(({ scopes }) => [...scopes].filter(([, url]) => URL.canParse(url)))),
    credentials: new Map(rules.flatMap(({ credentials }) => [...credentials])),
  };
}

/** From the weakest to the strongest. */
function filesOf(manager: Manager, env: Environment): readonly (readonly [path: string, read: ReadRules])[] {
  const home = env["HOME"] ?? env["USERPROFILE"] ?? homedir();
  const config = env["XDG_CONFIG_HOME"] ?? join(home, ".config");
  if (manager === "yarn")
    return [
      [join(home, ".yarnrc.yml"), readYarnrc],
      [".yarnrc.yml", readYarnrc],
    ];
  const global = variable(env, "globalconfig") ?? join(dirname(dirname(execPath)), "etc", "npmrc");
  return [
    [global, readNpmrc],
    ...(manager === "pnpm" ? [[join(config, "pnpm", "auth.ini"), readNpmrc] as const] : []),
    [variable(env, "userconfig") ?? join(home, ".npmrc"), readNpmrc],
    ...(manager === "bun" ? [[join(home, ".bunfig.toml"), readBunfig] as const] : []),
    [".npmrc", readNpmrc],
    ...(manager === "bun" ? [["bunfig.toml", readBunfig] as const] : []),
    ...(manager === "pnpm" ? [["pnpm-workspace.yaml", readPnpmWorkspace] as const] : []),
  ];
}

/** npm's variables are written in both cases. */
const variable = (env: Environment, name: string): string | undefined =>
  env[`npm_config_${name}`] || env[`NPM_CONFIG_${name.toUpperCase()}`] || undefined;

/** The registry of one package, with a slash at its end. */
export function registryOf(name: string, { registry, scopes }: RegistrySettings): string {
  const scope = name.startsWith("@") ? name.slice(0, name.indexOf("/")) : undefined;
  return withSlash((scope === undefined ? undefined : scopes.get(scope)) ?? registry);
}

/**
 * The `Authorization` of a request: of the longest prefix of its host and path that has one. None goes over plain HTTP, but to this
 * machine itself.
 */
export function authorizationFor(url: URL, { credentials }: RegistryRules): string | undefined {
  const local = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(url.hostname);
  if (url.protocol !== "https:" && !local) return undefined;
  for (let path = url.pathname; path !== ""; path = path.slice(0, path.lastIndexOf("/"))) {
    const found = credentials.get(withSlash(`//${url.host}${path}`));
    if (found !== undefined) return found;
  }
  return credentials.get(`//${url.host}/`);
}
