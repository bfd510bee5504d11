import { mergeJson, type Part } from "./merge-json.ts";
import { appendEnv, appendText } from "./merge-lines.ts";
import { mergeYaml } from "./merge-yaml.ts";
import { templateError } from "./template-error.ts";

/**
 * Makes one file of what several layers give for a path.
 *
 * @throws {CreateError} `template-invalid` for a kind of file in which one layer would silently override another.
 */
export function combine(path: string, parts: readonly Part[]): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name.endsWith(".json")) return mergeJson(path, parts);
  if (/\.ya?ml$/.test(name)) return mergeYaml(path, parts);
  if (/^\.env(\..+)?$|^\.npmrc$/.test(name)) return appendEnv(path, parts);
  if (name.endsWith(".md") || /^\.\w+ignore$|^\.gitattributes$|^CODEOWNERS$/.test(name))
    return appendText(parts);
  const layers = parts.map((part) => `"${part.layer}"`).join(" and ");
  throw templateError(`The layers ${layers} both give ${path}, and a file of this kind cannot be merged.`);
}
