/** Characters in a row that a reader does not see. */
export interface HiddenCharacters {
  readonly kind: "bidirectional" | "invisible";
  /** `U+202E RIGHT-TO-LEFT OVERRIDE`, and how many more of a long row. */
  readonly names: string;
  readonly start: number;
  readonly end: number;
}

const bidirectional = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
// The Hangul fillers among them are letters to a parser: a variable of that name cannot be seen.
const invisible = /[\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/u;
const hidden = new RegExp(`${bidirectional.source}|${invisible.source}`, "gu");

const names: Readonly<Record<number, string>> = {
  173: "SOFT HYPHEN",
  8203: "ZERO WIDTH SPACE",
  8204: "ZERO WIDTH NON-JOINER",
  8205: "ZERO WIDTH JOINER",
  8206: "LEFT-TO-RIGHT MARK",
  8207: "RIGHT-TO-LEFT MARK",
  8234: "LEFT-TO-RIGHT EMBEDDING",
  8235: "RIGHT-TO-LEFT EMBEDDING",
  8236: "POP DIRECTIONAL FORMATTING",
  8237: "LEFT-TO-RIGHT OVERRIDE",
  8238: "RIGHT-TO-LEFT OVERRIDE",
  8288: "WORD JOINER",
  8294: "LEFT-TO-RIGHT ISOLATE",
  8295: "RIGHT-TO-LEFT ISOLATE",
  8296: "FIRST STRONG ISOLATE",
  8297: "POP DIRECTIONAL ISOLATE",
  12644: "HANGUL FILLER",
  65279: "ZERO WIDTH NO-BREAK SPACE",
};

/** Every row of hidden characters that the text around it does not account for. */
export function hiddenCharacters(text: string): HiddenCharacters[] {
  const rows: { kind: HiddenCharacters["kind"]; points: number[]; start: number; end: number }[] = [];
  for (const { 0: character, index } of text.matchAll(hidden)) {
    if (isExpected(text, character, index)) continue;
    const kind = bidirectional.test(character) ? "bidirectional" : "invisible";
    const point = character.codePointAt(0) ?? 0;
    const end = index + character.length;
    const last = rows.at(-1);
    if (last?.end === index && last.kind === kind) {
      last.points.push(point);
      last.end = end;
    } else rows.push({ kind, points: [point], start: index, end });
  }
  return rows.map(({ kind, points, start, end }) => ({ kind, names: nameRow(points), start, end }));
}

const pictograph = /\p{Extended_Pictographic}/u;
/** Scripts whose words are spelt with joiners. */
const joining =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Mongolian}\p{Script=Syriac}]/u;

function isExpected(text: string, character: string, index: number): boolean {
  if (character === "\ufeff") return index === 0;
  const before = characterBefore(text, index);
  const after = String.fromCodePoint(text.codePointAt(index + character.length) ?? 0);
  if (character === "\u200c" || character === "\u200d") {
    if (joining.test(before) && joining.test(after)) return true;
    const modified = /[\ufe0f\u{1f3fb}-\u{1f3ff}]/u.test(before) || pictograph.test(before);
    return character === "\u200d" && modified && pictograph.test(after);
  }
  // One selector behind a character that it can vary; a row of them carries bytes.
  if (/[\ufe0e\ufe0f]/.test(character))
    return pictograph.test(before) || /[0-9#*\u2190-\u2bff\u3030\u303d\u3297\u3299]/.test(before);
  if (/[\ufe00-\ufe0d]|[\u{e0100}-\u{e01ef}]/u.test(character)) return /\p{Script=Han}/u.test(before);
  // Subdivision flags: a black flag and tags.
  if (/[\u{e0020}-\u{e007f}]/u.test(character))
    return /\u{1f3f4}[\u{e0020}-\u{e007e}]{0,8}$/u.test(text.slice(Math.max(0, index - 20), index));
  return false;
}

function characterBefore(text: string, index: number): string {
  const low = text.charCodeAt(index - 1);
  return low >= 0xdc00 && low <= 0xdfff
    ? text.slice(index - 2, index)
    : text.slice(Math.max(0, index - 1), index);
}

const mostNamed = 4;

function nameRow(points: readonly number[]): string {
  const named = points.slice(0, mostNamed).map((point) => {
    const code = `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
    return names[point] === undefined ? code : `${code} ${names[point]}`;
  });
  const more = points.length - named.length;
  return more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
}
