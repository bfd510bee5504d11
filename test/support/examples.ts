/** One piece of code that a page shows. */
export interface CodeExample {
  /** The page, from the repository's root. */
  readonly page: string;
  /** The line of the page on which its code begins. */
  readonly line: number;
  /** What other pieces of the same page import it as. */
  readonly file: string;
  readonly code: string;
  /** Why it is not run; it is compiled in any case. */
  readonly notRun?: string;
}

const mark = /(?:file=(?<file>[a-z0-9-]+\.ts)|no-run="(?<reason>[^"]{5,})")(?: +|$)/y;

/**
 * The TypeScript of a page: every fenced block whose info string begins with `ts`, on its own or in a list.
 *
 * @throws Error that names page and line, for a fence that is never closed or says something that has no meaning
 */
export function examplesIn(page: string, markdown: string): CodeExample[] {
  const found: CodeExample[] = [];
  const lines = markdown.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const fence = /^(?<indent> *)(?<ticks>`{3,}|~{3,}) *(?<info>[^`]*)$/.exec(lines[at] ?? "")?.groups;
    if (!fence) continue;
    const { indent = "", ticks = "", info = "" } = fence;
    const end = lines.findIndex((line, index) => index > at && line.trim() === ticks);
    if (end === -1) throw new Error(`${page}:${at + 1}: this fence is never closed.`);
    const [, language = "", marks = ""] = /^(\S*) *(.*)$/.exec(info.trim()) ?? [];
    if (/^(?:typescript|mts|cts|tsx)$/i.test(language))
      throw new Error(`${page}:${at + 1}: TypeScript is marked as ts.`);
    if (language === "ts") {
      const code = lines.slice(at + 1, end).map((line) => line.slice(indent.length));
      found.push(example(page, at + 2, marks, code.join("\n")));
    }
    at = end;
  }
  return found;
}

function example(page: string, line: number, marks: string, code: string): CodeExample {
  let said: Pick<CodeExample, "file" | "notRun"> = { file: `line-${line}.ts` };
  mark.lastIndex = 0;
  while (mark.lastIndex < marks.length) {
    const { file, reason } = mark.exec(marks)?.groups ?? {};
    if (file !== undefined) said = { ...said, file };
    else if (reason !== undefined) said = { ...said, notRun: reason };
    else throw new Error(`${page}:${line - 1}: "${marks}" is neither file=<name>.ts nor no-run="<reason>".`);
  }
  return { page, line, code: `${code}\n`, ...said };
}
