import { type DataValue, entriesAt, textAt, valueAt } from "../syntax/data.ts";
import { parseToml } from "../syntax/toml.ts";
import { basic, credentialKey, type RegistryRules } from "./rules.ts";

type Environment = Readonly<NodeJS.ProcessEnv>;

/** `bunfig.toml`: `install.registry` and `install.scopes`, each a URL or a table with its credentials. */
export async function readBunfig(text: string, env: Environment): Promise<RegistryRules> {
  const install = valueAt(await parseToml(text), "install");
  const credentials = new Map<string, string>();
  const take = (value: DataValue | undefined): string | undefined => {
    const url = value?.text ?? textAt(value, "url");
    if (url === undefined || url === "") return undefined;
    const said = (key: string): string | undefined =>
      textAt(value, key)?.replace(/\$(\w+)/g, (whole, name: string) => env[name] ?? whole);
    const [token, user] = [said("token"), said("username")];
    if (token !== undefined) credentials.set(credentialKey(url), `Bearer ${token}`);
    else if (user !== undefined) credentials.set(credentialKey(url), basic(user, said("password") ?? ""));
    return url;
  };
  const registry = take(valueAt(install, "registry"));
  const scopes = entriesAt(install, "scopes").flatMap(([scope, value]) => {
    const url = take(value);
    return url === undefined ? [] : [[scope.startsWith("@") ? scope : `@${scope}`, url] as const];
  });
  return { ...(registry === undefined ? {} : { registry }), scopes: new Map(scopes), credentials };
}
