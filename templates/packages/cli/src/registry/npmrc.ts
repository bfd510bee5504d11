import { Buffer } from "node:buffer";
import { entriesAt } from "../syntax/data.ts";
import { parseNpmrc } from "../syntax/npmrc.ts";
import { basic, credentialKey, type RegistryRules } from "./rules.ts";

type Environment = Readonly<NodeJS.ProcessEnv>;

/** `.npmrc`: `registry`, `@scope:registry`, and credentials by host. */
export function readNpmrc(text: string, env: Environment): RegistryRules {
  return rulesOf(npmrcValues(text, env));
}

const npmrcValues = (text: string, env: Environment): ReadonlyMap<string, string> =>
  new Map(
    entriesAt(parseNpmrc(text)).map(([key, { text: value = "" }]) => [expand(key, env), expand(value, env)]),
  );

const expand = (text: string, env: Environment): string =>
  text.replace(/\$\{([^}?]+)\??\}/g, (whole, name: string) => env[name] ?? whole);

/** The registry that the environment names, for npm and for those that read its variables. */
export function readNpmVariables(env: Environment, bun: boolean): RegistryRules {
  const scopes = new Map<string, string>();
  for (const [name, value] of Object.entries(env)) {
    const [, scope] = /^npm_config_(@[^:]+):registry$/i.exec(name) ?? [];
    if (scope !== undefined && value) scopes.set(scope, value);
  }
  const registry =
    (bun ? env["BUN_CONFIG_REGISTRY"] : undefined) ||
    env["npm_config_registry"] ||
    env["NPM_CONFIG_REGISTRY"];
  return { ...(registry ? { registry } : {}), scopes, credentials: new Map() };
}

function rulesOf(values: ReadonlyMap<string, string>): RegistryRules {
  const scopes = new Map<string, string>();
  const credentials = new Map<string, string>();
  for (const [key, value] of values) {
    const [, scope] = /^(@[^:]+):registry$/.exec(key) ?? [];
    if (scope !== undefined) scopes.set(scope, value);
    const [, at = "", what] = /^(\/\/.+?)\/?:(_authToken|_auth|username)$/.exec(key) ?? [];
    if (what === "_authToken") credentials.set(credentialKey(at), `Bearer ${value}`);
    if (what === "_auth") credentials.set(credentialKey(at), `Basic ${value}`);
    if (what === "username") {
      const password = values.get(`${at}/:_password`) ?? values.get(`${at}:_password`) ?? "";
      credentials.set(credentialKey(at), basic(value, Buffer.from(password, "base64").toString()));
    }
  }
  const registry = values.get("registry");
  return { ...(registry ? { registry } : {}), scopes, credentials };
}
