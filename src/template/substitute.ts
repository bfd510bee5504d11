import type { DockerValues } from "./docker-values.ts";
import { templateError } from "./template-error.ts";

/** The values that vary between two projects with the same layers. */
export interface TemplateValues extends Partial<DockerValues> {
  readonly name: string;
  readonly packageManager: string;
  readonly version: string;
  /** The name as platforms take it: lower-case letters, digits and dashes, a letter first, at most 50 characters. */
  readonly slug: string;
}

type Format = "quoting" | "plain" | "command";

// The one TypeScript module that is data: string literals that the rest of the app imports.
const dataModule = "src/project.ts";

// Not GitHub's `${{ … }}`.
const token = /(?<!\$)\{\{\s*([^{}\s]+)\s*\}\}/g;

/** How a file takes substituted values, or undefined for a file that is not data. */
function formatOf(path: string): Format | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (path === dataModule || /\.(json|jsonc|ya?ml|toml)$/.test(name)) return "quoting";
  if (/\.md$/.test(name) || /^\.env(\..+)?$/.test(name) || name === ".npmrc" || path.startsWith(".githooks/"))
    return "plain";
  return name === "Dockerfile" ? "command" : undefined;
}

const plainValues: { readonly [F in Format]: RegExp } = {
  // A leading "@" cannot start a plain YAML scalar.
  quoting: /^\w[\w./~-]*$/,
  plain: /^[\w@./~-]+$/,
  command: /^[\w@./~:=&# -]+$/,
};

/**
 * Replaces `{{name}}` and the other values in a data file; any other file is returned as it is.
 *
 * @throws {CreateError} `template-invalid` for an unknown token, or for a value that would change the meaning of
 *   the text around it.
 */
export function substitute(path: string, text: string, values: TemplateValues): string {
  const format = formatOf(path);
  if (format === undefined) return text;
  return text.replace(token, (whole, name: string, offset: number) => {
    const value = new Map(Object.entries(values)).get(name);
    if (value === undefined || whole !== `{{${name}}}`) {
      throw templateError(
        `${path} holds ${whole}, which is no token: use {{${Object.keys(values).join("}}, {{")}}}.`,
      );
    }
    if (format === "quoting" && insideDoubleQuotes(text, offset)) return JSON.stringify(value).slice(1, -1);
    if (!plainValues[format].test(value)) {
      throw templateError(`${path} needs double quotes around ${whole} to hold ${JSON.stringify(value)}.`);
    }
    return value;
  });
}

function insideDoubleQuotes(text: string, offset: number): boolean {
  const line = text.slice(text.lastIndexOf("\n", offset) + 1, offset);
  return (line.replace(/\\./g, "").match(/"/g)?.length ?? 0) % 2 === 1;
}
