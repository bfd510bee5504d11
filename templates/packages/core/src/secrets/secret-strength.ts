import { insecurePrefixes, placeholderWords, publishedSecrets } from "./placeholders.ts";

export const MIN_SECRET_BYTES = 32;
/** Far below what 16 random bytes reach, however they are written. */
const MIN_ENTROPY_BITS = 64;
/** A placeholder has no more than this share, and this many characters, that no placeholder is made of. */
const MAX_ORIGINAL_SHARE = 0.25;
const MAX_ORIGINAL_CHARACTERS = 12;
const MIN_RUN = 4;
/** A secret that is strong up to here is strong. */
const MAX_JUDGED = 1024;

/** What is wrong with a secret; nothing here tells the secret itself. */
export interface SecretFault {
  readonly kind:
    | "too-short"
    | "placeholder"
    | "repeated-character"
    | "repeated-pattern"
    | "sequence"
    | "low-entropy";
  /** Length in bytes, a string's in UTF-8. */
  readonly bytes: number;
}

/**
 * Judges whether anyone could guess a secret: shorter than 32 bytes, a well-known placeholder in whatever
 * spelling and padding, one repeated character or short pattern, a run such as `abcdef…`, or an estimated
 * entropy below 64 bits.
 *
 * The estimate is the Shannon entropy of the characters times the characters that are not copies of earlier
 * text (three or more in a row). Random bytes are far above: of a million secrets of 32 random bytes, as hex,
 * Base64 or UUIDs, none was refused, and the lowest estimate was 180 bits.
 */
export function judgeSecret(value: string | Uint8Array): SecretFault | undefined {
  const bytes = typeof value === "string" ? new TextEncoder().encode(value).length : value.length;
  // Bytes become the characters of the same number, so that one set of rules judges both.
  const text =
    typeof value === "string" ? value : Array.from(value, (byte) => String.fromCharCode(byte)).join("");
  const kind = faultOf(text, bytes);
  return kind && { kind, bytes };
}

/**
 * @param name what the secret is for, such as `session()`
 * @throws TypeError that says what is wrong and how to generate a better one, never the value
 */
export function assertStrongSecret(name: string, value: string | Uint8Array): void {
  const fault = judgeSecret(value);
  if (fault) throw new TypeError(describeSecretFault(name, fault));
}

/** What is wrong and how to mend it. */
export function describeSecretFault(owner: string, { kind, bytes }: SecretFault): string {
  const what = {
    "too-short": `too short (${bytes} bytes; require >= ${MIN_SECRET_BYTES})`,
    placeholder: "a well-known placeholder",
    "repeated-character": "one repeated character",
    "repeated-pattern": "a short repeated pattern",
    sequence: "a sequence of neighbouring characters",
    "low-entropy": `too easy to guess (low entropy; require about ${MIN_ENTROPY_BITS} bits)`,
  }[kind];
  return `${owner}: production secret is ${what}. Generate one with \`openssl rand -base64 48\` and load it from an env var.`;
}

function faultOf(text: string, bytes: number): SecretFault["kind"] | undefined {
  if (bytes < MIN_SECRET_BYTES) return "too-short";
  const period = shortestPeriod(text);
  if (period === 1) return "repeated-character";
  const start = text.slice(0, MAX_JUDGED);
  if (isPlaceholder(start)) return "placeholder";
  if (period <= text.length / 2 && period < MIN_SECRET_BYTES) return "repeated-pattern";
  if (isSequence(start)) return "sequence";
  return entropyBits(start) < MIN_ENTROPY_BITS ? "low-entropy" : undefined;
}

/** The length of the shortest beginning that, repeated, makes the whole text. */
function shortestPeriod(text: string): number {
  const borders = [0];
  let border = 0;
  for (let i = 1; i < text.length; i++) {
    while (border > 0 && text[i] !== text[border]) border = borders[border - 1] ?? 0;
    if (text[i] === text[border]) border++;
    borders.push(border);
  }
  return text.length - border;
}

function isPlaceholder(text: string): boolean {
  const lower = text.toLowerCase();
  if (insecurePrefixes.some((prefix) => lower.startsWith(prefix))) return true;
  const plain = normalise(text);
  const limit = Math.min(MAX_ORIGINAL_CHARACTERS, plain.length * MAX_ORIGINAL_SHARE);
  if (plain.length - coveredByWords(plain) <= limit) return true;
  // Hexadecimal digits are digits.
  if (!/[g-z]/.test(plain)) return false;
  const spelling = plain.replace(/[0134578]/g, (digit) => lookalikes[digit] ?? digit);
  return spelling.length - coveredByWords(spelling) <= limit;
}

/**
 * The most characters of the text that words can cover without overlapping; a run of one character is a word
 * too.
 */
function coveredByWords(text: string): number {
  const covered = [0];
  let run = 0;
  for (let end = 1; end <= text.length; end++) {
    const last = text[end - 1] ?? "";
    run = last === text[end - 2] ? run + 1 : 1;
    let best = covered[end - 1] ?? 0;
    if (run >= MIN_RUN) best = Math.max(best, (covered[end - run] ?? 0) + run);
    for (const word of wordsByLast.get(last) ?? []) {
      if (text.endsWith(word, end)) best = Math.max(best, (covered[end - word.length] ?? 0) + word.length);
    }
    covered.push(best);
  }
  return covered[text.length] ?? 0;
}

function isSequence(text: string): boolean {
  let neighbours = 0;
  for (let i = 1; i < text.length; i++) {
    if (Math.abs(text.charCodeAt(i) - text.charCodeAt(i - 1)) <= 1) neighbours++;
  }
  return neighbours >= (text.length - 1) * 0.75;
}

function entropyBits(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let perCharacter = 0;
  for (const count of counts.values()) perCharacter -= (count / text.length) * Math.log2(count / text.length);
  return perCharacter * countOriginal(text);
}

/** Counts characters, a copy of three or more from earlier in the text as one. */
function countOriginal(text: string): number {
  let original = 0;
  for (let i = 0; i < text.length; original++) {
    let length = 2;
    while (i + length < text.length && text.slice(0, i).includes(text.slice(i, i + length + 1))) length++;
    i += length > 2 ? length : 1;
  }
  return original;
}

function normalise(text: string): string {
  return text
    .toLowerCase()
    .replaceAll("@", "a")
    .replaceAll("$", "s")
    .replace(/[\s!-/:-@[-`{-~]/g, "");
}

const lookalikes: Readonly<Record<string, string>> = {
  0: "o",
  1: "i",
  3: "e",
  4: "a",
  5: "s",
  7: "t",
  8: "b",
};
const wordsByLast = groupByLast([...placeholderWords, ...publishedSecrets.map(normalise)]);

function groupByLast(words: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const word of words) {
    const group = groups.get(word.slice(-1));
    if (group) group.push(word);
    else groups.set(word.slice(-1), [word]);
  }
  return groups;
}
