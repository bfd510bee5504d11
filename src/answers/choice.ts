import { nearest } from "./nearest.ts";
import { accept, type Parsed, refuse } from "./option.ts";

/** A parser for one of a few words. The refusal names the nearest word, or all of them. */
export function oneOf<Word extends string>(
  what: string,
  words: readonly Word[],
): (text: string) => Parsed<Word> {
  return (text) => {
    const word = words.find((candidate) => candidate === text.trim().toLowerCase());
    if (word !== undefined) return accept(word);
    const close = nearest(text.trim(), words);
    const known = words.length === 1 ? `Known: ${words[0]}.` : `Known: ${words.join(", ")}.`;
    return refuse(
      `"${text}" is not a ${what}.`,
      close === undefined ? known : `Did you mean ${close}? ${known}`,
    );
  };
}
