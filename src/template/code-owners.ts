import { templateError } from "./template-error.ts";

export const codeOwnersPath = ".github/CODEOWNERS";

const placeholder = "@owner";

/** Puts the owner in place of `@owner` in every rule. Without one, the rules stay as comments, to be filled in. */
export function setCodeOwner(text: string, owner: string): string {
  const lines = text.split("\n");
  if (!lines.some((line) => isRule(line))) {
    throw templateError(`${codeOwnersPath} needs rules that end in ${placeholder}.`);
  }
  return lines
    .map((line) => {
      if (!isRule(line)) return line;
      return owner === "none" ? `# ${line}` : line.slice(0, -placeholder.length) + owner;
    })
    .join("\n");
}

const isRule = (line: string): boolean => !line.startsWith("#") && line.endsWith(` ${placeholder}`);
