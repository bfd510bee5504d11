import type { Part } from "./merge-json.ts";
import { templateError } from "./template-error.ts";

/** Appends the text of several layers, with a blank line between two of them. */
export function appendText(parts: readonly Part[]): string {
  return `${parts.map((part) => part.text.replace(/^\n+|\s+$/g, "")).join("\n\n")}\n`;
}

/**
 * Appends the settings of several layers: dotenv, or npm's.
 *
 * @throws {CreateError} `template-invalid` when two layers set one variable: the last would win without a word.
 */
export function appendEnv(path: string, parts: readonly Part[]): string {
  const origins = new Map<string, string>();
  for (const { layer, text } of parts) {
    for (const [, variable = ""] of text.matchAll(/^[ \t]*(?:export[ \t]+)?([\w@/:.-]+)[ \t]*=/gm)) {
      const other = origins.get(variable);
      if (other !== undefined) {
        throw templateError(`${path}: the layers "${other}" and "${layer}" both set ${variable}.`);
      }
      origins.set(variable, layer);
    }
  }
  return appendText(parts);
}
