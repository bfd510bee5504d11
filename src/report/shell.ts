const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** Quotes one word for the shell that a person of this platform types into. */
export function quoteWord(word: string, platform: NodeJS.Platform): string {
  if (plain.test(word)) return word;
  if (platform === "win32") return `"${word.replaceAll('"', '""')}"`;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
