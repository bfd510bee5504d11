import { entriesAt } from "../syntax/data.ts";
import { parseYaml } from "../syntax/yaml.ts";
import type { RegistryRules } from "./rules.ts";

/** `pnpm-workspace.yaml`: `registries`, by scope or `default`. Credentials never stand there. */
export async function readPnpmWorkspace(text: string): Promise<RegistryRules> {
  const all = entriesAt(await parseYaml(text), "registries").map(
    ([scope, { text: url = "" }]) => [scope, url] as const,
  );
  const [registry] = all.flatMap(([scope, url]) => (scope === "default" ? url : []));
  return {
    ...(registry === undefined ? {} : { registry }),
    scopes: new Map(all.filter(([scope]) => scope.startsWith("@"))),
    credentials: new Map(),
  };
}
