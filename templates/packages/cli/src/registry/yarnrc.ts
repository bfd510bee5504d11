import { type DataValue, entriesAt, textAt } from "../syntax/data.ts";
import { parseYaml } from "../syntax/yaml.ts";
import { basic, credentialKey, type RegistryRules } from "./rules.ts";

type Environment = Readonly<NodeJS.ProcessEnv>;

/** `.yarnrc.yml`: `npmRegistryServer`, `npmScopes`, and the credentials beside them or under `npmRegistries`. */
export async function readYarnrc(text: string, env: Environment): Promise<RegistryRules> {
  const settings = await parseYaml(text);
  const at = (value: DataValue | undefined, key: string): string | undefined =>
    expand(textAt(value, key), env);
  const credentials = new Map<string, string>();
  const take = (url: string | undefined, value: DataValue | undefined): void => {
    const header = headerOf(at(value, "npmAuthToken"), at(value, "npmAuthIdent"));
    if (url !== undefined && header !== undefined) credentials.set(credentialKey(url), header);
  };
  const registry = at(settings, "npmRegistryServer");
  take(registry ?? "https://registry.yarnpkg.com", settings);
  const scopes = new Map<string, string>();
  for (const [scope, value] of entriesAt(settings, "npmScopes")) {
    const server = at(value, "npmRegistryServer");
    if (server !== undefined) scopes.set(`@${scope}`, server);
    take(server ?? registry, value);
  }
  for (const [host, value] of entriesAt(settings, "npmRegistries")) take(host, value);
  return { ...(registry === undefined ? {} : { registry }), scopes, credentials };
}

export function readYarnVariables(env: Environment): RegistryRules {
  const registry = env["YARN_NPM_REGISTRY_SERVER"];
  const header = headerOf(env["YARN_NPM_AUTH_TOKEN"], env["YARN_NPM_AUTH_IDENT"]);
  const at = credentialKey(registry ?? "https://registry.yarnpkg.com");
  return {
    ...(registry ? { registry } : {}),
    scopes: new Map(),
    credentials: new Map(header === undefined ? [] : [[at, header]]),
  };
}

function headerOf(token: string | undefined, ident: string | undefined): string | undefined {
  if (token) return `Bearer ${token}`;
  if (!ident) return undefined;
  const [user = "", ...password] = ident.split(":");
  // without a colon it is encoded already
  return password.length === 0 ? `Basic ${ident}` : basic(user, password.join(":"));
}

/** `${NAME}`, `${NAME-default}` and `${NAME:-default}`. */
const expand = (text: string | undefined, env: Environment): string | undefined =>
  text?.replace(
    /\$\{([A-Za-z0-9_]+)(?:(:?)-([^}]*))?\}/g,
    (_, name: string, empty: string, otherwise = "") =>
      env[name] === undefined || (empty === ":" && env[name] === "") ? otherwise : (env[name] ?? ""),
  );
