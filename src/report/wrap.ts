/**
 * Breaks prose at spaces to at most `width` cells; a longer word keeps a line of its own. An indented line is a command
 * or a program's own output: it stays as it is, so that it can be copied.
 */
export const wrap = (text: string, width: number): string[] =>
  text
    .split("\n")
    .flatMap((line) => (line.length <= width || /^\s/.test(line) ? [line] : wrapLine(line, width)));

function wrapLine(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line += line === "" ? word : ` ${word}`;
  }
  return [...lines, line];
}
