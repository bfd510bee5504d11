import { basic, credentialKey, type RegistryRules } from "./rules.ts";

type Environment = Readonly<NodeJS.ProcessEnv>;
type Table = Readonly<Record<string, unknown>>;

/** `bunfig.toml`: `install.registry` and `install.scopes`, each a URL or a table with its credentials. */
export async function readBunfig(text: string, env: Environment): Promise<RegistryRules> {
  const install = tableOf((await parseToml(text))?.["install"]);
  const credentials = new Map<string, string>();
  const take = (value: unknown): string | undefined => {
    const { url, token, username, password }: Table =
      typeof value === "string" ? { url: value } : (tableOf(value) ?? {});
    if (typeof url !== "string" || url === "") return undefined;
    const said = (one: unknown): string | undefined =>
      typeof one === "string"
        ? one.replace(/\$(\w+)/g, (whole, name: string) => env[name] ?? whole)
        : undefined;
    const [bearer, user, secret] = [said(token), said(username), said(password)];
    if (bearer !== undefined) credentials.set(credentialKey(url), `Bearer ${bearer}`);
    else if (user !== undefined) credentials.set(credentialKey(url), basic(user, secret ?? ""));
    return url;
  };
  const registry = take(install?.["registry"]);
  const scopes = Object.entries(tableOf(install?.["scopes"]) ?? {}).flatMap(([scope, value]) => {
    const url = take(value);
    return url === undefined ? [] : [[scope.startsWith("@") ? scope : `@${scope}`, url] as const];
  });
  return { ...(registry === undefined ? {} : { registry }), scopes: new Map(scopes), credentials };
}

/** `undefined` when it is no TOML. */
export async function parseToml(text: string): Promise<Table | undefined> {
  const { parse } = await import("../third-party/smol-toml.ts");
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

export const tableOf = (value: unknown): Table | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
