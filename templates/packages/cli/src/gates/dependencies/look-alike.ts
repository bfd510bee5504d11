import type { PopularPackages } from "./popular-packages.ts";

/** A popular package that a name could be mistaken for. */
export interface LookAlike {
  readonly rule: "look-alike" | "scope";
  /** What somebody may have meant. */
  readonly meant: string;
  /** How the two differ, for the end of a sentence. */
  readonly how: string;
}

/** Shorter names are within one edit of one another by chance. */
const fewestLetters = 5;
/** For names of four letters, only these many of the most used count. */
const bestKnown = 1_500;
const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789-._";

/**
 * The popular package that `name` could be mistaken for. A package that is popular itself, or of the scope of one, is none:
 * a scope has one owner.
 */
export function lookAlikeOf(name: string, popular: PopularPackages): LookAlike | undefined {
  const scope = scopeOf(name);
  if (popular.rank(name) !== undefined || (scope !== undefined && popular.scopes.has(scope)))
    return undefined;
  const same = (meant: string | undefined, how: string): LookAlike | undefined =>
    meant === undefined || meant === name ? undefined : { rule: "look-alike", meant, how };
  const looks = name.length < fewestLetters - 1 ? undefined : popular.index(skeleton).get(skeleton(name));
  return (
    same(popular.index(squashed).get(squashed(name)), "is written with other separators, or without them") ??
    same(looks, "is written with letters that look like others") ??
    (scope === undefined ? oneEdit(name, popular) : otherScope(name, scope, popular)) ??
    same(popular.index(words).get(words(name)), "has its words in another order") ??
    adorned(name, popular)
  );
}

export const scopeOf = (name: string): string | undefined => /^@([^/]+)\//.exec(name)?.[1];

/** Without what separates words: `cross-env`, `cross_env` and `crossenv` are one. */
export const squashed = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** The words in order of the alphabet; only where there are several. */
export function words(name: string): string {
  const parts = name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  return parts.length < 2 ? "" : parts.sort().join(" ");
}

/** One text for all names that look alike in a proportional typeface. */
export function skeleton(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-~]/g, (letter) => homoglyphs[letter] ?? letter)
    .replaceAll("rn", "m")
    .replaceAll("vv", "w")
    .replaceAll("cl", "d")
    .replace(/[01i5q9]/g, (letter) => homoglyphs[letter] ?? letter);
}

const homoglyphs: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "l",
  i: "l",
  "5": "s",
  q: "g",
  "9": "g",
  а: "a",
  с: "c",
  е: "e",
  о: "o",
  р: "p",
  х: "x",
  у: "y",
  ο: "o",
  α: "a",
  ρ: "p",
  ν: "v",
};

function oneEdit(name: string, popular: PopularPackages): LookAlike | undefined {
  let best: string | undefined;
  for (const edited of edits(name)) {
    const rank = popular.rank(edited);
    if (rank === undefined || !isLongEnough(edited, name, rank)) continue;
    if (best === undefined || rank < (popular.rank(best) ?? 0)) best = edited;
  }
  return best === undefined ? undefined : { rule: "look-alike", meant: best, how: "differs by one letter" };
}

function isLongEnough(meant: string, name: string, rank: number): boolean {
  if (meant.length >= fewestLetters) return true;
  if (rank >= bestKnown) return false;
  if (meant.length === fewestLetters - 1) return name.length >= meant.length;
  // `zodd`: a letter twice
  return meant.length === fewestLetters - 2 && /(.)\1/.test(name) && name.replace(/(.)\1/, "$1") === meant;
}

/** All texts that are one insertion, deletion, replacement or transposition away (Damerau). */
function* edits(text: string): Generator<string> {
  for (let at = 0; at <= text.length; at += 1) {
    const before = text.slice(0, at);
    const after = text.slice(at);
    for (const letter of alphabet) yield before + letter + after;
    if (after === "") continue;
    yield before + after.slice(1);
    for (const letter of alphabet) yield before + letter + after.slice(1);
    if (after.length > 1) yield `${before}${after[1]}${after[0]}${after.slice(2)}`;
  }
}

/** A scope that is nearly a known one, or the name of the very package. */
function otherScope(name: string, scope: string, popular: PopularPackages): LookAlike | undefined {
  const own = name.slice(scope.length + 2);
  if (
    squashed(scope).replace(/js$/, "") === squashed(own).replace(/js$/, "") &&
    popular.rank(own) !== undefined
  )
    return { rule: "scope", meant: own, how: "is in a scope that the real one does not have" };
  const known = [scope.replace(/js$|-js$/, ""), `${scope}js`, ...edits(scope)].filter((one) =>
    popular.scopes.has(one),
  );
  const meant = known.find((one) => popular.rank(`@${one}/${own}`) !== undefined) ?? known.find(isScopeLong);
  if (meant === undefined) return undefined;
  return { rule: "scope", meant: `@${meant}/${own}`, how: `is in the scope @${scope}, not in @${meant}` };
}

const isScopeLong = (scope: string): boolean => scope.length >= fewestLetters;

/** `express.js`, `node-sqlite3`: a popular name with a word that says nothing. */
function adorned(name: string, popular: PopularPackages): LookAlike | undefined {
  const plain = name.replace(/^node(?:js)?[-_.]?(?=.{4})|[-_.]?(?:node)?js$|[-_.]node$/g, "");
  const rank = plain === name ? undefined : popular.rank(plain);
  if (rank === undefined || plain.length < fewestLetters - 1) return undefined;
  return { rule: "look-alike", meant: plain, how: 'adds "js" or "node"' };
}
