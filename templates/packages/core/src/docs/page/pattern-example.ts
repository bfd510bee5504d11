/**
 * A text that matches a regular expression, or `undefined` for one that uses more than literals, classes, groups,
 * alternatives, quantifiers and anchors. The caller checks the result against the expression itself.
 */
export function patternExample(pattern: string): string | undefined {
  if (pattern.length > 500) return undefined;
  const reader = new Reader(pattern);
  try {
    const text = reader.alternatives();
    return reader.isAtEnd ? text : undefined;
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}

class Unsupported extends Error {}

const classExamples: Readonly<Record<string, string>> = { d: "1", w: "a", s: " ", D: "a", W: "-", S: "a" };
const controls: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "\f", v: "\v" };
const longestRepeat = 200;

class Reader {
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#pattern.length;
  }

  /** `a|b`: the first one. */
  alternatives(): string {
    const first = this.#sequence();
    while (this.#take("|")) this.#sequence();
    return first;
  }

  #sequence(): string {
    let text = "";
    while (!this.isAtEnd && this.#peek() !== "|" && this.#peek() !== ")") {
      if (this.#take("^") || this.#take("$") || this.#take("\\b")) continue;
      const atom = this.#atom();
      text += atom.repeat(this.#repeats());
      if (text.length > longestRepeat) throw new Unsupported();
    }
    return text;
  }

  #atom(): string {
    if (this.#take("(?:")) return this.#group();
    const named = /^\(\?<[A-Za-z_]\w*>/.exec(this.#pattern.slice(this.#at));
    if (named) {
      this.#at += named[0].length;
      return this.#group();
    }
    if (this.#peek() === "(" && this.#pattern[this.#at + 1] === "?") throw new Unsupported();
    if (this.#take("(")) return this.#group();
    if (this.#take("[")) return this.#class();
    if (this.#take("\\")) return this.#escape();
    if (this.#take(".")) return "a";
    return this.#next();
  }

  #group(): string {
    const text = this.alternatives();
    if (!this.#take(")")) throw new Unsupported();
    return text;
  }

  /** The first member of `[…]`; of `[^…]` the first plain character that is not in it. */
  #class(): string {
    const negated = this.#take("^");
    const start = this.#at;
    let first: string | undefined;
    while (this.#peek() !== "]") {
      const member = this.#take("\\") ? this.#escape() : this.#next();
      first ??= member;
    }
    const body = this.#pattern.slice(start, this.#at);
    this.#at += 1;
    if (!negated) return first ?? "";
    const outside = [..."aA1-_ "].find((char) => new RegExp(`[^${body}]`).test(char));
    if (outside === undefined) throw new Unsupported();
    return outside;
  }

  #escape(): string {
    const char = this.#next();
    const code = /^(?:u([0-9a-f]{4})|x([0-9a-f]{2}))/i.exec(char + this.#pattern.slice(this.#at));
    if (code) {
      this.#at += code[0].length - 1;
      return String.fromCharCode(Number.parseInt(code[1] ?? code[2] ?? "", 16));
    }
    if (/[1-9bBkpPcux0]/.test(char)) throw new Unsupported();
    return classExamples[char] ?? controls[char] ?? char;
  }

  #repeats(): number {
    let count = 1;
    if (this.#take("*") || this.#take("?")) count = 0;
    else if (!this.#take("+")) {
      const braces = /^\{(\d+)(?:,\d*)?\}/.exec(this.#pattern.slice(this.#at));
      if (braces) {
        this.#at += braces[0].length;
        count = Number(braces[1]);
        if (count > longestRepeat) throw new Unsupported();
      }
    }
    this.#take("?");
    return count;
  }

  #peek(): string {
    const char = this.#pattern[this.#at];
    if (char === undefined) throw new Unsupported();
    return char;
  }

  #next(): string {
    const char = this.#peek();
    this.#at += 1;
    return char;
  }

  #take(text: string): boolean {
    if (!this.#pattern.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }
}
