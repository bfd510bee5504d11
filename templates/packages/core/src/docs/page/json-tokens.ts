export interface Token {
  readonly kind: "key" | "string" | "number" | "literal" | "plain";
  readonly text: string;
}

const pattern = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b/g;

/** Splits JSON into what a reader tells apart by colour. Their texts joined are the text itself, JSON or not. */
export function jsonTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  const push = (kind: Token["kind"], part: string) => {
    if (part !== "") tokens.push({ kind, text: part });
  };
  for (const match of text.matchAll(pattern)) {
    push("plain", text.slice(end, match.index));
    const [, string, colon, number, literal] = match;
    if (string !== undefined) push(colon === undefined ? "string" : "key", string);
    push("plain", colon ?? "");
    push("number", number ?? "");
    push("literal", literal ?? "");
    end = match.index + match[0].length;
  }
  push("plain", text.slice(end));
  return tokens;
}

/** The text laid out when it is JSON whose numbers survive it; else as it came. */
export function layOutJson(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    const isExact = jsonTokens(text).every(
      ({ kind, text: part }) => kind !== "number" || !/\d{16}/.test(part),
    );
    return isExact ? JSON.stringify(value, undefined, 2) : text;
  } catch {
    return text;
  }
}
