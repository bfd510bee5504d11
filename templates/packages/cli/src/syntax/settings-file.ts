import type { DataValue } from "./data.ts";
import { parseJson } from "./json.ts";
import { parseNpmrc } from "./npmrc.ts";
import { parseToml } from "./toml.ts";
import { parseYaml } from "./yaml.ts";

/** A settings file of any package manager, by its name; `undefined` when it cannot be read. */
export async function parseSettings(file: string, text: string): Promise<DataValue | undefined> {
  if (file.endsWith(".npmrc")) return parseNpmrc(text);
  if (file.endsWith(".toml")) return parseToml(text);
  if (/\.ya?ml$/.test(file)) return parseYaml(text);
  const document = await parseJson(text);
  return "fault" in document ? undefined : document;
}
