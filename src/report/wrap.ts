/**
 * Breaks lines at spaces to at most `width` cells. A longer word keeps a line of its own, and so does the indentation
 * of a line: a program's own output stays as it looked.
 */
export const wrap = (text: string, width: number): string[] =>
  text.split("\n").flatMap((line) => (line.length <= width ? [line] : wrapLine(line, width)));

function wrapLine(text: string, width: number): string[] {
  const indent = /^ */.exec(text)?.[0] ?? "";
  const lines: string[] = [];
  let line = indent;
  for (const word of text.trimStart().split(" ")) {
    if (line !== indent && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
    }
    line += line === indent ? word : ` ${word}`;
  }
  return [...lines, line];
}
